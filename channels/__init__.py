"""The room of the messaging channels: how tourists write to us and how our answers reach them."""

from collections.abc import Mapping
from types import MappingProxyType

from channels import webchat
from channels.base import Make

ALL: Mapping[str, Make] = MappingProxyType({webchat.NAME: webchat.make})
"Every channel by its name; a new one is a row here, its own files and its tests."
