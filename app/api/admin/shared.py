"""What the administration's routes share: who may, and the shapes of names and revisions."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from app.api.deps import Guards
from app.commands import Commands
from app.passwords import Passwords
from hub.database import Database
from hub.keys import KeyRing
from hub.people import SignedIn
from hub.ports import Floor, Router
from hub.scope import Role
from hub.steering.steward import Steward

STEWARDS = (Role.ADMIN, Role.SUPERVISOR)
Code = Annotated[str, Field(min_length=1, max_length=32)]
Name = Annotated[str, Field(max_length=200)]
Lang = Annotated[str, Field(pattern="^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")]
Words = Annotated[dict[str, Annotated[str, Field(max_length=4000)]], Field(max_length=8)]
Rev = Annotated[int, Field(ge=0, le=2**31 - 1)]
RevQuery = Annotated[int, Query(ge=0, le=2**31 - 1)]


class Body(BaseModel):
    """The base of all bodies: nothing unknown, nothing bent into shape."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminParts:
    """What the routes work with."""

    guards: Guards
    commands: Commands
    database: Database
    router: Router
    floor: Floor
    passwords: Passwords
    keys: KeyRing


def steward_of(signed_in: SignedIn) -> Steward:
    """Return a signed-in person as one who sets things."""
    return Steward(signed_in.user.id, signed_in.scope(Role.ADMIN), signed_in.scope(*STEWARDS))
