"""All routes of the administration on one router, open to administrators and supervisors only."""

from fastapi import APIRouter, Depends

from app.api.admin.agents import agent_routes, skill_routes
from app.api.admin.articles import article_routes
from app.api.admin.calendars import calendar_routes
from app.api.admin.canned import canned_routes
from app.api.admin.choices import choice_routes
from app.api.admin.house import house_routes
from app.api.admin.people import people_routes
from app.api.admin.queues import queue_routes
from app.api.admin.shared import STEWARDS, AdminParts
from app.api.admin.texts import text_routes


def admin_router(parts: AdminParts) -> APIRouter:
    """Return the routes of `/api/admin`."""
    router = APIRouter(prefix="/api/admin", tags=["admin"], dependencies=[Depends(parts.guards.may(*STEWARDS))])
    for add in (
        people_routes,
        agent_routes,
        skill_routes,
        queue_routes,
        house_routes,
        calendar_routes,
        choice_routes,
        text_routes,
        canned_routes,
        article_routes,
    ):
        add(router, parts)
    return router
