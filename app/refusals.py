"""Says in plain sentences why the hub cannot start or a command cannot run, and what to change.

Rule: what an operator can mend is a `StartRefused` with a sentence, never a traceback; its exit code 2 (for a child
process 78, EX_CONFIG of sysexits.h) tells whoever started us that trying again unchanged is pointless.
"""

import errno
from pathlib import Path

from hub.errors import StoreUnavailable

EXIT_REFUSED = 2
"What `hotline` ends with when the operator has to change something."
EXIT_CONFIGURATION = 78
"What a child process ends with so that the supervisor does not start it again."
EXIT_NOT_NOW = 75
"What a child ends with when something outside is away: at first start a refusal, later worth another try."


class StartRefused(Exception):
    """The operator has to change something first; the text is for the operator."""

    exit_code = EXIT_CONFIGURATION


class NotNow(StartRefused):
    """Something outside of the hub is away; it may come back without anybody changing our settings."""

    exit_code = EXIT_NOT_NOW


def folder_refusal(folder: Path, error: OSError) -> StartRefused:
    """Return the sentence for a data folder that cannot be used."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return StartRefused(f"The disk is full: nothing more can be written in {folder}. Free some space, then start.")
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return StartRefused(
            f"The data folder {folder} is not writable for this user. "
            "Give it to the user that runs the hub, or name another with HUB_DATA_DIR."
        )
    if error.errno in {errno.ENOTDIR, errno.EEXIST}:
        return StartRefused(f"The data folder {folder} is not a folder. Name another with HUB_DATA_DIR.")
    return StartRefused(f"The data folder {folder} cannot be used: {error.strerror}. HUB_DATA_DIR names it.")


def store_refusal(error: StoreUnavailable) -> NotNow:
    """Return the sentence for a database that cannot be used."""
    if error.code == "disk_full":
        return NotNow("The disk is full: the database cannot grow. Free some space, then start.")
    return NotNow(
        f"The database cannot be used: {error.detail or error.code}. "
        "HUB_DATABASE_URL says where it is; without it SQLite in the data folder is used."
    )


def port_refusal(host: str, port: int, error: OSError) -> StartRefused:
    """Return the sentence for an address that cannot be listened on."""
    if error.errno == errno.EADDRINUSE:
        return StartRefused(
            f"Port {port} on {host} is taken by another program. Stop it, or choose another port with HUB_HTTP_PORT."
        )
    if error.errno == errno.EACCES:
        return StartRefused(
            f"Port {port} needs the rights of an administrator. Choose one above 1023 with HUB_HTTP_PORT."
        )
    return StartRefused(
        f"The address {host} cannot be listened on: {error.strerror}. HUB_HTTP_HOST and HUB_HTTP_PORT name it."
    )
