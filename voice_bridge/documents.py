"""Plain JSON values to frozen values and back, with every fault named by its place.

A `Codec` reads one kind of value and writes it again; a `Record` does so for an object with named parts, of which a
part that is not there is as usual and a part that nobody knows is refused.
"""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

T = TypeVar("T")


class Malformed(ValueError):
    """A document is not what it should be; `faults` maps each place to a code."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(", ".join(f"{where}: {code}" for where, code in faults.items()))
        self.faults = dict(faults)


class Faults:
    """What is wrong in the parts of something."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def at(self, where: str, read: Callable[..., T], *given: Any) -> T | None:
        """Read a part, noting what is wrong in it under its place."""
        try:
            return read(*given)
        except Malformed as malformed:
            for inner, code in malformed.faults.items():
                self.found[f"{where}.{inner}" if inner else where] = code
        return None

    def refuse(self) -> None:
        """Raises Malformed if anything was wrong."""
        if self.found:
            raise Malformed(self.found)


@dataclass(frozen=True, slots=True)
class Codec:
    """How one kind of value is read from JSON and written again."""

    read: Callable[[Any], Any]
    write: Callable[[Any], Any] = lambda value: value

    def or_none(self) -> "Codec":
        """Return the codec that lets null stand for None."""
        return Codec(
            lambda value: None if value is None else self.read(value),
            lambda value: None if value is None else self.write(value),
        )


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Malformed({"": "not_a_whole_number"})
    if abs(value) > 2**53:
        raise Malformed({"": "out_of_range"})
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Malformed({"": "not_a_number"})
    try:
        return float(value)
    except OverflowError:
        raise Malformed({"": "out_of_range"}) from None


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Malformed({"": "not_yes_or_no"})
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Malformed({"": "not_a_text"})
    return value


whole, number, flag, text = Codec(_whole), Codec(_number), Codec(_flag), Codec(_text)


def choice(names: type[StrEnum] | Container[str]) -> Codec:
    """Return the codec of one of these words."""

    def read(value: Any) -> str:
        if isinstance(names, type):
            found = next((each for each in names if each == value), None)
            if found is not None:
                return found
        elif isinstance(value, str) and value in names:
            return value
        raise Malformed({"": "unknown"})

    return Codec(read, str)


def listing(of: Codec) -> Codec:
    """Return the codec of a list, kept as a tuple."""

    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise Malformed({"": "not_a_list"})
        faults = Faults()
        found = [faults.at(str(place), of.read, part) for place, part in enumerate(value)]
        faults.refuse()
        return tuple(found)

    return Codec(read, lambda parts: [of.write(part) for part in parts])


def several(of: Codec) -> Codec:
    """Return the codec of a set, written as a sorted list."""
    inner = listing(of)
    return Codec(lambda value: frozenset(inner.read(value)), lambda parts: inner.write(sorted(parts)))


def mapping(of: Codec, *, numbered: bool = False) -> Codec:
    """Return the codec of an object with any keys; `numbered` ones are whole numbers, at most four digits."""

    def read(value: Any) -> dict[Any, Any]:
        if not isinstance(value, dict):
            raise Malformed({"": "not_an_object"})
        faults = Faults()
        found = {key: faults.at(key, of.read, part) for key, part in value.items()}
        if numbered:
            faults.found |= {key: "not_a_whole_number" for key in value if not _is_number(key)}
        faults.refuse()
        return {int(key): part for key, part in found.items()} if numbered else found

    return Codec(read, lambda parts: {str(key): of.write(part) for key, part in parts.items()})


def _is_number(key: str) -> bool:
    return key.isascii() and key.isdigit() and len(key) <= 4 and str(int(key)) == key


class Record:
    """The form of an object with named parts."""

    def __init__(self, make: Callable[..., Any], codecs: Mapping[str, Codec], needed: tuple[str, ...] = ()) -> None:
        self._make = make
        self._needed = needed
        self.codecs = codecs

    @property
    def codec(self) -> Codec:
        """The codec of such an object; a frozen value is written by those of its parts that are not as usual."""
        return Codec(self.read, self._write_value)

    def read(self, value: Any) -> Any:
        """Return what an object says."""
        if not isinstance(value, Mapping):
            raise Malformed({"": "not_an_object"})
        faults = Faults()
        faults.found = {str(key): "unknown_key" for key in value if key not in self.codecs}
        faults.found |= {key: "missing" for key in self._needed if key not in value}
        read = {key: faults.at(key, codec.read, value[key]) for key, codec in self.codecs.items() if key in value}
        faults.refuse()
        return self._make(**read)

    def write(self, parts: Mapping[str, Any]) -> dict[str, Any]:
        """Return these parts as an object."""
        return {key: self.codecs[key].write(part) for key, part in parts.items()}

    def _write_value(self, value: Any) -> dict[str, Any]:
        if isinstance(value, Mapping):
            return self.write(value)
        parts = {key: getattr(value, key) for key in self.codecs}
        usual = {key: each.default for key, each in value.__dataclass_fields__.items()}
        return self.write({key: part for key, part in parts.items() if key in self._needed or part != usual[key]})


def changed(value: Any, usual: Any, names: Container[str]) -> dict[str, Any]:
    """Return those of a frozen value's parts that differ from the usual ones."""
    return {
        key: getattr(value, key)
        for key in value.__dataclass_fields__
        if key in names and key != "weights" and getattr(value, key) != getattr(usual, key)
    }
