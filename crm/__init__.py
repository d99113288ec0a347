"""The room of customers, tickets, wrap-up, quality and reports."""
