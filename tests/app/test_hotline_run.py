"""The hub as an operator meets it: started, asked, killed, stopped, started again."""

import json
import signal
import socket
from pathlib import Path

import httpx
import pytest

from tests.processes import HubProcess, free_port, kill, run_hotline, sign_in, wait_until_gone

pytestmark = pytest.mark.journey


def test_each_address_is_printed_alone_and_answers_the_demo_first(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "data", settings={"HUB_DEMO": "1"}) as hub:
        assert hub.url("/sign-in")
        assert hub.lines[:3] == [f"{hub.origin}{page}" for page in ("/demo/", "/inbox", "/sign-in")]
        with hub.client() as client:
            demo = client.get("/demo/")
            assert demo.status_code == 200
            assert "雾云谷景区" in demo.text
            assert "Wuyun Valley" in demo.text
            assert client.get("/demo/site.css").headers["content-type"].startswith("text/css")
            assert client.get("/readyz").json() == {"status": "ready"}
            root = client.get("/")
            assert (root.status_code, root.headers["location"]) == (302, "/inbox")


def test_without_the_demo_setting_there_is_no_demo(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "data") as hub, hub.client() as client:
        assert hub.lines[0] == f"{hub.origin}/inbox"
        assert client.get("/demo/").status_code == 404
        assert not [line for line in hub.lines if line.startswith("Demo:")]


def test_a_killed_control_is_back_and_who_connects_meanwhile_is_served(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "data") as hub:
        address = ("127.0.0.1", httpx.URL(hub.origin).port or 0)
        first = hub.child()
        with socket.create_connection(address) as before:
            before.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert before.recv(12) == b"HTTP/1.1 200"
            kill(first)
            wait_until_gone(first)
        with socket.create_connection(address, timeout=30) as meanwhile:  # refused if the supervisor had no socket
            meanwhile.sendall(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            assert meanwhile.recv(12) == b"HTTP/1.1 200"
        assert hub.child(generation=2) != first
        generations = [one["generation"] for one in hub.logs() if one["event"] == "child.started"]
        assert generations == sorted(set(generations))


def test_generations_grow_over_restarts_too(tmp_path: Path) -> None:
    seen: list[int] = []
    for _ in range(2):
        with HubProcess(tmp_path / "data") as hub:
            assert hub.origin
            seen.append(hub.event("child.started")["generation"])
    assert seen[0] < seen[1]


def test_a_taken_port_is_said_with_its_number_and_the_setting(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run_hotline(tmp_path / "data", "run", settings={"HUB_HTTP_PORT": str(port)})
    assert not (tmp_path / "data").exists(), "a start that was refused leaves nothing behind"
    assert done.returncode == 2
    assert done.stderr == (
        f"Port {port} on 127.0.0.1 is taken by another program. Stop it, or choose another port with HUB_HTTP_PORT.\n"
    )
    assert not done.stdout


def test_a_reset_where_no_hub_has_ever_run_is_refused_and_makes_none(tmp_path: Path) -> None:
    done = run_hotline(tmp_path / "mistyped", "admin", "reset")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"No hub has run with the data folder {tmp_path / 'mistyped'} yet" in done.stderr
    assert "HUB_DATA_DIR" in done.stderr
    assert not (tmp_path / "mistyped").exists()


def test_a_second_hub_in_the_same_folder_is_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "data") as hub, hub.client() as client:
        second = run_hotline(tmp_path / "data", "run")
        assert second.returncode == 2
        assert f"(process {hub.pid})" in second.stderr
        assert "HUB_DATA_DIR" in second.stderr
        assert client.get("/healthz").status_code == 200


def test_when_the_supervisor_is_killed_control_ends_and_another_start_waits_for_that(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "data") as hub:
        assert hub.origin
        control = hub.child()
        kill(hub.pid)
        with HubProcess(tmp_path / "data") as next_hub, next_hub.client() as client:
            assert client.get("/readyz").status_code == 200
        wait_until_gone(control)


def test_sigterm_lets_open_requests_finish_and_ends_with_zero(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "data") as hub, _half_a_request(hub) as connection:
        hub.signal(signal.SIGTERM)
        hub.event("stop.began")
        connection.sendall(b"}")
        answer = connection.recv(65536)
        assert answer.startswith(b"HTTP/1.1 422")
        assert hub.exit_code() == 0
        assert hub.event("process.drained")


def test_a_second_signal_kills_at_once(tmp_path: Path) -> None:
    # Where these tests run in the background of a script, SIGINT is ignored, which a hub started there respects.
    in_front = ("env", "--default-signal=INT")
    settings = {"HUB_HTTP_DRAIN_S": "300"}
    with HubProcess(tmp_path / "data", settings=settings, prefix=in_front) as hub, _half_a_request(hub):
        hub.signal(signal.SIGINT)
        hub.event("stop.began")
        hub.signal(signal.SIGINT)
        assert hub.exit_code() == 1
        wait_until_gone(hub.child())


def test_who_does_not_finish_in_time_is_cut_off(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "data", settings={"HUB_HTTP_DRAIN_S": "0"}) as hub, _half_a_request(hub):
        hub.signal(signal.SIGTERM)
        assert hub.exit_code() == 0


def test_the_first_password_is_told_once_and_stands_in_no_log(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "data", settings={"HUB_LOG_LEVEL": "debug"}) as hub, hub.client() as client:
        password = hub.password("admin")
        signed_in = sign_in(client, "admin", password)
        assert signed_in.status_code == 200
        assert signed_in.json()["user"]["temporary_password"] is True
        assert client.get("/api/session").json()["user"]["login"] == "admin"
        hub.signal(signal.SIGTERM)
        assert hub.exit_code() == 0
        assert "\n".join(hub.lines).count(password) == 1
        assert password not in hub.told()
    with HubProcess(tmp_path / "data") as hub:
        assert hub.origin
        hub.signal(signal.SIGTERM)
        assert hub.exit_code() == 0
        assert hub.lines == [f"{hub.origin}/inbox", f"{hub.origin}/sign-in"]


def test_the_demo_people_are_told_once_and_can_sign_in(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "data", settings={"HUB_DEMO": "1"}) as hub, hub.client() as client:
        answer = sign_in(client, "lin", hub.password("lin")).json()
        assert answer["user"]["temporary_password"] is False
        assert answer["user"]["org"]["code"] == "wuyun-valley"
        assert [right["role"] for right in answer["rights"]] == ["agent"]
        again = run_hotline(tmp_path / "data", "seed")
        assert (again.returncode, again.stdout) == (0, "The demo is there already.\n")


def test_a_forgotten_password_is_reset_while_the_hub_runs_and_while_it_does_not(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "data") as hub, hub.client() as client:
        first = hub.password("admin")
        reset = run_hotline(tmp_path / "data", "admin", "reset")
        assert reset.returncode == 0
        second = reset.stdout.split()[-1]
        assert sign_in(client, "admin", first).status_code == 401
        assert sign_in(client, "admin", second).status_code == 200
        hub.event("command.received", command="admin.reset")
        nobody = run_hotline(tmp_path / "data", "admin", "reset", "nobody")
        assert (nobody.returncode, nobody.stderr) == (2, "nobody has this login\n")
    third = run_hotline(tmp_path / "data", "admin", "reset").stdout.split()[-1]
    with HubProcess(tmp_path / "data") as hub, hub.client() as client:
        assert sign_in(client, "admin", second).status_code == 401
        assert sign_in(client, "admin", third).status_code == 200


def test_a_command_writes_nothing_when_the_hub_holds_the_folder_but_does_not_answer(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "data") as hub:
        assert hub.origin
        (tmp_path / "data" / "run" / "control.sock").unlink()
        done = run_hotline(tmp_path / "data", "admin", "reset")
        assert done.returncode == 2
        assert f"(process {hub.pid}) but does not answer, so nothing was written" in done.stderr


def test_it_works_in_a_folder_too_deep_for_a_socket_address(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 100) / "data"
    with HubProcess(deep) as hub:
        assert hub.origin
        assert run_hotline(deep, "admin", "reset").returncode == 0
        hub.event("command.received", command="admin.reset")


def test_when_everything_is_killed_the_next_start_goes_on_where_it_was(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "data") as hub:
        password = hub.password("admin")
        hub.kill_everything()
    with HubProcess(tmp_path / "data") as hub, hub.client() as client:
        assert sign_in(client, "admin", password).status_code == 200
        assert not [line for line in hub.lines if "password" in line]


@pytest.mark.parametrize(("trusted", "answer"), [("127.0.0.1", "bad_credentials"), ("10.9.9.9", "foreign_origin")])
def test_only_a_trusted_proxy_may_say_how_the_client_came(tmp_path: Path, trusted: str, answer: str) -> None:
    with HubProcess(tmp_path / "data", settings={"HUB_TRUSTED_PROXIES": trusted}) as hub, hub.client() as client:
        client.headers.update({"X-Forwarded-Proto": "https", "Origin": hub.origin.replace("http:", "https:")})
        assert sign_in(client, "admin", "not the password").json()["code"] == answer


def test_a_role_without_supervisor_binds_for_itself(tmp_path: Path) -> None:
    port = free_port()
    settings = {"HUB_HTTP_PORT": str(port), "HUB_DEMO": "1"}
    with HubProcess(tmp_path / "data", command=("serve", "--role", "all"), settings=settings) as hub:
        assert hub.url("/demo/") == f"http://127.0.0.1:{port}/demo/"
        assert hub.password("admin")
        with hub.client() as client:
            assert client.get("/readyz").status_code == 200
        hub.signal(signal.SIGTERM)
        assert hub.exit_code() == 0


class _half_a_request:  # noqa: N801 - reads as what it gives
    """A connection whose request has begun: the hub is waiting for the last byte of its body."""

    def __init__(self, hub: HubProcess) -> None:
        self._connection = socket.create_connection(("127.0.0.1", httpx.URL(hub.origin).port or 0), timeout=30)
        self._head = (
            f"POST /api/session HTTP/1.1\r\nHost: {httpx.URL(hub.origin).netloc.decode()}\r\nOrigin: {hub.origin}\r\n"
            "Content-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
        )

    def __enter__(self) -> socket.socket:
        self._connection.sendall(self._head.encode())
        assert self._connection.recv(64).startswith(b"HTTP/1.1 100")  # so it has been taken up
        self._connection.sendall(b"{")
        return self._connection

    def __exit__(self, *_: object) -> None:
        self._connection.close()


def test_the_bot_understands_from_the_first_start_and_says_with_which_model(tmp_path: Path) -> None:
    data, model = tmp_path / "data", ("nlu", "parse", "故宫几点开门", "--json")
    assert "No hub has run" in run_hotline(data, *model).stderr
    with HubProcess(data) as hub:
        assert hub.origin
        version = hub.event("nlu_model.in_use")["version"]
        told = json.loads(run_hotline(data, *model).stdout)
        assert (told["model"], told["lang"]) == (version, "zh-CN")
        assert told["intents"][0]["confidence"] > 0.3
        assert run_hotline(data, "nlu", "use", version).returncode == 0
        unknown = run_hotline(data, "nlu", "use", "embedded-1-nobody")
        assert (unknown.returncode, unknown.stderr.startswith("there is no model embedded-1-nobody")) == (2, True)
        assert f"OK      nlu_model          {version}" in run_hotline(data, "check").stdout
    assert json.loads(run_hotline(data, *model).stdout)["model"] == version, "also when no hub runs"
    assert run_hotline(data, "nlu", "models").stdout.startswith(f"* {version}")
