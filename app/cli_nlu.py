"""`hotline nlu`: the models that understand what tourists write.

Rule: whatever is asked goes through the running hub, or is done here under its lock when none runs; what is printed is
what the hub's own bot would see.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import click

Ask = Callable[[str, dict[str, Any], bool], Any]
"Takes a command of `app.nlu_commands`, its arguments and whether it only looks to wherever it may be done."
_SHOWN = 5
"Intents and named things in what people read."


def nlu_group(ask: Ask) -> click.Group:
    """Return the command group."""
    group = click.Group("nlu", help="The models that understand what tourists write.")
    for command in (_models(ask), _use(ask), _parse(ask)):
        group.add_command(command)
    return group


def _models(ask: Ask) -> click.Command:
    @click.command("models", help="List the models, the newest first; * answers.")
    def models() -> None:
        found = ask("nlu.models", {}, True)
        for one in found:
            click.echo(_line(one))
        if not found:
            click.echo("There is no model yet.")

    return models


def _use(ask: Ask) -> click.Command:
    @click.command("use", help="Let MODEL (a version or an id) answer from now on.")
    @click.argument("model")
    def use(model: str) -> None:
        told = ask("nlu.use", {"model": model}, False)
        click.echo(f"{told['version']} answers now; a running hub takes it within seconds.")

    return use


def _parse(ask: Ask) -> click.Command:
    @click.command("parse", help="Say what the model in use makes of TEXT.")
    @click.argument("text")
    @click.option("--lang", help="The language of the talk so far (BCP 47).")
    @click.option("--json", "as_json", is_flag=True, help="Everything, for programs.")
    def parse(text: str, lang: str | None, as_json: bool) -> None:
        told = ask("nlu.parse", {"text": text, "lang": lang}, True)
        if as_json:
            click.echo(json.dumps(told, ensure_ascii=False, indent=2))
            return
        click.echo(f"{told['model']}, language {told['lang'] or 'unknown'}, ours {told['in_scope']:.2f}")
        for intent in told["intents"][:_SHOWN]:
            click.echo(f"  {intent['confidence']:.2f}  {intent['name']}")
        for entity in told["entities"]:
            click.echo(f"  {entity['entity']}: {entity['value']} = {entity['norm']} ({entity['extractor']})")
        if not told["intents"]:
            click.echo("  nothing understood; is there a model? See hotline nlu models")

    return parse


def _line(one: Mapping[str, Any]) -> str:
    made = datetime.fromtimestamp(one["created_ms"] / 1000, tz=UTC)
    mark = "*" if one["in_use"] else " "
    figures = " ".join(f"{name} {figure:.3f}" for name, figure in sorted(one["metrics"].items()))
    return f"{mark} {one['version']:30} {one['origin']:8} {made:%Y-%m-%d %H:%M} UTC  {figures}".rstrip()
