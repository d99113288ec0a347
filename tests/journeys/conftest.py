"""What the journeys share: one Chromium, and one hub for those that do not kill it."""

from tests.web import conftest as web

browser = web.browser
hub = web.hub
