"""The rules of the house over HTTP: read by administrators, set by those of the root organisation."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field

from app.api.admin.shared import AdminParts, Body, Rev, steward_of
from app.api.deps import Caller
from app.commands import Command
from hub.database import Tx
from hub.scope import Role
from hub.steering.steward import Steward
from voice_bridge import house, rulebook
from voice_bridge.acd.settings import Settings
from voice_bridge.house import ChangeHouse, House


class HouseRulesBody(Body):
    """The rules as the form has them; what is left out is as usual."""

    rev: Rev
    document: Annotated[dict[str, Any], Field(max_length=10)]
    "As docs/acd.md explains it."


class HouseRulesView(BaseModel):
    """The rules that hold for all queues."""

    org_id: str
    org_name: str
    document: dict[str, Any]
    "What holds, with every class and medium in it."
    usual: dict[str, Any]
    "The same as it is until somebody sets something."
    faults: dict[str, str]
    "What was written by other ways, is at fault and counts as not written; codes by places."
    rev: int
    editable: bool

    @classmethod
    def of(cls, found: House, *, editable: bool) -> "HouseRulesView":
        """Make the view of the rules."""
        return cls(
            org_id=found.org.id,
            org_name=found.org.name,
            document=rulebook.whole_document(found.settings),
            usual=rulebook.whole_document(Settings(queues={})),
            faults=dict(found.faults),
            rev=found.rev,
            editable=editable,
        )


def house_routes(router: APIRouter, parts: AdminParts) -> None:
    """Add the routes of the house's rules."""
    admins = [Depends(parts.guards.may(Role.ADMIN))]

    @router.get("/house-rules", dependencies=admins)
    async def read_house_rules(caller: Annotated[Caller, Depends(parts.guards.signed_in)]) -> HouseRulesView:
        return await parts.database.read(_seen, steward_of(caller.signed_in))

    @router.put("/house-rules", response_model=HouseRulesView, dependencies=admins)
    async def set_house_rules(
        body: HouseRulesBody, command: Annotated[Command, Depends(parts.guards.command)]
    ) -> Response:
        args = ChangeHouse(steward_of(command.signed_in), body.rev, body.document)
        return await parts.commands.run(command, house.change, args, answer=_changed)


def _seen(tx: Tx, who: Steward) -> HouseRulesView:
    found = house.seen(tx)
    return HouseRulesView.of(found, editable=house.may_change(found, who))


def _changed(found: House) -> HouseRulesView:
    return HouseRulesView.of(found, editable=True)
