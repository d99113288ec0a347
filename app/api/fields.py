"""The shapes of values that many addresses take; what has another shape is refused before it reaches a store."""

from typing import Annotated

from fastapi import Path
from pydantic import Field

ID_PATTERN = "^[0-7][0-9A-HJKMNP-TV-Z]{25}$"
"As `hub.ids` makes them; PostgreSQL would refuse a NUL with an error of its own."
Id = Annotated[str, Field(pattern=ID_PATTERN)]
PathId = Annotated[str, Path(pattern=ID_PATTERN)]
Number = Annotated[int, Field(ge=0, le=2**53 - 1)]
"What a page can count to without rounding, and both engines can hold."
