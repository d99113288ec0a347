"""A trained model: what it knows, in one value, and the one file it is kept in.

Rules: the file is a zip of a manifest and the parts that the manifest names with their SHA-256; it is written beside,
synced and put in place in one step, so that whoever dies while writing leaves the old one. Nothing in it is ever
executed (no pickle). A broken, foreign or older file is refused with the reason. Equal content makes equal bytes.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bot.nlu.embedded.confidence import Confidence
from bot.nlu.embedded.gazetteer import Name
from bot.nlu.embedded.sparse import SparseModel, Vocabulary
from bot.nlu.port import ModelInfo
from hub.errors import HubError
from hub.private_files import replace_private

FORMAT: Final = "hotline-nlu"
CODE_VERSION: Final = 1
"Raised when features or parts change: a model is only good for the code that reads texts as its maker did."
MOST_BYTES: Final = 500_000_000
_MANIFEST = "manifest.json"
_PARTS = ("known.npy", "rarity.npy", "planes.npy", "crf.bin", "names.json")
_TIME = (1980, 1, 1, 0, 0, 0)


class BadModel(HubError):
    """A model file cannot be used; `detail` says why. Train again."""

    def __init__(self, detail: str) -> None:
        super().__init__("nlu_model", detail)


@dataclass(frozen=True, slots=True)
class Model:
    """Everything that training makes."""

    info: ModelInfo
    intents: tuple[str, ...]
    "The columns of the sparse model."
    sparse: SparseModel
    confidence: Confidence
    crf: bytes
    "Empty where no named things were annotated."
    names: tuple[Name, ...]
    languages: Mapping[str, int]
    "How many examples there were of each."


def to_bytes(model: Model) -> bytes:
    """Return the file's content."""
    parts = {
        "known.npy": _array(model.sparse.vocabulary.known),
        "rarity.npy": _array(model.sparse.vocabulary.rarity),
        "planes.npy": _array(model.sparse.planes),
        "crf.bin": model.crf,
        "names.json": _json([[one.entity, one.name, one.means] for one in model.names]),
    }
    manifest = {
        "format": FORMAT,
        "code_version": CODE_VERSION,
        "info": asdict(model.info),
        "intents": model.intents,
        "temperatures": dict(model.confidence.temperatures),
        "gate": model.confidence.gate,
        "languages": dict(model.languages),
        "sha256": {name: hashlib.sha256(part).hexdigest() for name, part in parts.items()},
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as package:
        for name, part in {_MANIFEST: _json(manifest), **parts}.items():
            package.writestr(zipfile.ZipInfo(name, _TIME), part)
    return file.getvalue()


def save(model: Model, path: Path) -> None:
    """Put the model in the place of whatever is at `path`."""
    replace_private(path, to_bytes(model))


def load(path: Path) -> Model:
    """Return the model that is kept at `path`.

    Raises:
        BadModel: there is none, or it is broken, foreign, or made by other code.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadModel(f"{path.name} is larger than {MOST_BYTES} bytes")
        content = path.read_bytes()
    except OSError as error:
        raise BadModel(f"{path.name} cannot be read: {error.strerror}") from error
    return from_bytes(content, path.name)


def from_bytes(content: bytes, name: str = "the model") -> Model:
    """Return the model of a file's content; `name` stands in what is said about it.

    Raises:
        BadModel: it is broken, foreign, or made by other code.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            manifest = json.loads(package.read(_MANIFEST))
            _check(manifest, name)
            parts = {part: package.read(part) for part in _PARTS}
        _compare(manifest["sha256"], parts, name)
        return _model(manifest, parts)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, NotImplementedError, EOFError) as error:
        raise BadModel(f"{name} is broken or no model: {error}") from error


def read_info(content: bytes, name: str = "the model") -> ModelInfo:
    """Return which model a file's content is, looking at nothing but its manifest.

    Raises:
        BadModel: it is broken, foreign, or made by other code.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            manifest = json.loads(package.read(_MANIFEST))
        _check(manifest, name)
        return ModelInfo(**manifest["info"])
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, NotImplementedError, EOFError) as error:
        raise BadModel(f"{name} is broken or no model: {error}") from error


def _check(manifest: Mapping[str, Any], name: str) -> None:
    if manifest["format"] != FORMAT:
        raise BadModel(f"{name} is of another kind: {manifest['format']}")
    if manifest["code_version"] != CODE_VERSION:
        raise BadModel(f"{name} was made for code version {manifest['code_version']}, this is {CODE_VERSION}")


def _compare(expected: Mapping[str, str], parts: Mapping[str, bytes], name: str) -> None:
    for part, content in parts.items():
        if hashlib.sha256(content).hexdigest() != expected[part]:
            raise BadModel(f"{name} is broken: {part} is not what was written")


def _model(manifest: Mapping[str, Any], parts: Mapping[str, bytes]) -> Model:
    vocabulary = Vocabulary(_read_array(parts["known.npy"]), _read_array(parts["rarity.npy"]))
    return Model(
        info=ModelInfo(**manifest["info"]),
        intents=tuple(manifest["intents"]),
        sparse=SparseModel(vocabulary, _read_array(parts["planes.npy"])),
        confidence=Confidence(manifest["temperatures"], tuple(manifest["gate"])),
        crf=parts["crf.bin"],
        names=tuple(Name(*one) for one in json.loads(parts["names.json"])),
        languages=manifest["languages"],
    )


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode()


def _array(array: NDArray[Any]) -> bytes:
    file = io.BytesIO()
    np.save(file, array, allow_pickle=False)
    return file.getvalue()


def _read_array(content: bytes) -> NDArray[Any]:
    array: NDArray[Any] = np.load(io.BytesIO(content), allow_pickle=False)
    return array
