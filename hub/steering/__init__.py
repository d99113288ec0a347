"""What operator and supervisor set: people, agents, skills, queues, calendars and lists of codes."""
