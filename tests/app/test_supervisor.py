"""The supervisor with children of the test's own: what it does when they die, stay, talk or cannot begin."""

import json
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.processes import ROOT

pytestmark = pytest.mark.journey

BEGIN = "import os, json; fds = json.loads(os.environ['HUB_FDS']);"
READY = BEGIN + "os.write(fds['ready'], b'{\"ready\": true}\\n');"
UNTIL_THE_END = "os.read(fds['lifeline'], 1)"


@contextmanager
def _supervising(tmp_path: Path, child: str, *, drain_s: float = 5.0) -> Iterator[subprocess.Popen[str]]:
    """Run a supervisor whose one child is the Python text `child`."""
    script = textwrap.dedent(
        f"""
        import sys
        from pathlib import Path
        from app import logs
        from app.children import Child
        from app.data_folder import DataFolder, RunLock
        from app.listening import listen_tcp
        from app.supervisor import Supervisor
        from hub.clock import SystemClock

        logs.configure("info", "json", process="supervisor")
        folder = DataFolder(Path({str(tmp_path / "data")!r}))
        folder.prepare(0)
        children = [Child("worker", (sys.executable, "-c", {child!r}), ("http",))]
        lock = RunLock.take(folder, clock=SystemClock())
        sockets = {{"http": listen_tcp("127.0.0.1", 0)}}
        sys.exit(Supervisor(children, sockets, lock, ["page"], clock=SystemClock(), drain_s={drain_s}).run())
        """
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as supervisor:
        try:
            yield supervisor
        finally:
            supervisor.kill()


def _events(supervisor: subprocess.Popen[str], name: str, count: int) -> list[dict[str, object]]:
    """Read the log until the event has come so often."""
    found: list[dict[str, object]] = []
    assert supervisor.stderr is not None
    while len(found) < count:
        line = supervisor.stderr.readline()
        assert line, f"it ended before {name} came {count} times"
        if line.startswith("{") and json.loads(line)["event"] == name:
            found.append(json.loads(line))
    return found


def test_a_child_that_dies_is_started_again_at_once_with_the_next_generation(tmp_path: Path) -> None:
    with _supervising(tmp_path, READY + "os._exit(3)") as supervisor:
        started = _events(supervisor, "child.started", 3)
        assert [one["generation"] for one in started] == [1, 2, 3]
        assert len({one["pid"] for one in started}) == 3


def test_a_child_that_never_gets_ready_is_given_up_after_five_deaths(tmp_path: Path) -> None:
    with _supervising(tmp_path, "raise SystemExit(1)") as supervisor:
        out, err = supervisor.communicate(timeout=60)
    assert supervisor.returncode == 1
    assert err.count('"child.started"') == 5
    assert "The hub cannot start: worker died 5 times; its log says why." in err
    assert out == ""


def test_a_child_that_is_wrongly_configured_ends_the_run_with_its_own_words(tmp_path: Path) -> None:
    with _supervising(tmp_path, "import sys; sys.stderr.write('This is wrong.\\n'); sys.exit(78)") as supervisor:
        _, err = supervisor.communicate(timeout=60)
    assert supervisor.returncode == 2
    assert "This is wrong.\n" in err
    assert err.count('"child.started"') == 1


def test_what_is_away_at_the_first_start_is_a_refusal_and_later_worth_another_try(tmp_path: Path) -> None:
    with _supervising(tmp_path / "first", "raise SystemExit(75)") as supervisor:
        supervisor.communicate(timeout=60)
    assert supervisor.returncode == 2
    once = READY + "os._exit(75)"
    with _supervising(tmp_path / "later", once) as supervisor:
        assert len(_events(supervisor, "child.started", 2)) == 2


def test_what_a_child_says_is_printed_after_the_pages_and_also_when_it_dies_before(tmp_path: Path) -> None:
    say = BEGIN + "os.write(fds['ready'], b'{\"say\": \"told once\"}\\n');"
    ready = say + "os.write(fds['ready'], b'{\"ready\": true}\\n');" + UNTIL_THE_END
    with _supervising(tmp_path / "ready", ready) as supervisor:
        assert supervisor.stdout is not None
        assert [supervisor.stdout.readline() for _ in range(2)] == ["page\n", "told once\n"]
    with _supervising(tmp_path / "dead", say + "os._exit(78)") as supervisor:
        out, _ = supervisor.communicate(timeout=60)
    assert out == "told once\n"


def test_a_child_that_will_not_stop_is_killed_when_its_time_is_over(tmp_path: Path) -> None:
    stubborn = (
        "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + READY + "signal.pause(); signal.pause()"
    )
    with _supervising(tmp_path, stubborn, drain_s=-5.0) as supervisor:
        _events(supervisor, "child.became_ready", 1)
        supervisor.send_signal(signal.SIGTERM)
        _, err = supervisor.communicate(timeout=60)
    assert supervisor.returncode == 1
    assert "children.killed" in err


def test_a_child_inherits_what_it_needs_and_nothing_else(tmp_path: Path) -> None:
    tell = (
        "import os, json; fds = json.loads(os.environ['HUB_FDS']);"
        "here = sorted(int(name) for name in os.listdir('/proc/self/fd'));"
        "here = {fd for fd in here if os.path.lexists(f'/proc/self/fd/{fd}')};"
        "more = here - set(fds.values()) - {0, 1, 2};"
        "os.write(fds['ready'], json.dumps({'say': f'{sorted(fds)} {sorted(more)}'}).encode() + b'\\n'); os._exit(78)"
    )
    with _supervising(tmp_path, tell) as supervisor:
        out, _ = supervisor.communicate(timeout=60)
    assert out == "['http', 'lifeline', 'lock', 'ready'] []\n"


def test_the_supervisor_stays_small() -> None:
    assert len((ROOT / "app" / "supervisor.py").read_text("utf-8").splitlines()) <= 200
