"""Writes `hub/holidays_cn.json` anew from the data set named in it (docs/decisions/0010).

    python -m pip install --no-deps --target FOLDER chinesecalendar==VERSION
    PYTHONPATH=FOLDER:. python -m tools.renew_holidays

The State Council publishes a year's days off and make-up working days in the autumn before; run this then.
"""

import importlib
import importlib.metadata
import json
import sys
from datetime import date
from typing import Any

from tools.tree import ROOT

PACKAGE = "chinesecalendar"
FIRST_YEAR = 2020
TARGET = ROOT / "hub" / "holidays_cn.json"


def main() -> int:
    """Write the file and say which years it holds."""
    constants: Any = importlib.import_module("chinese_calendar.constants")
    names = {kind.value: kind.chinese for kind in constants.Holiday}
    days_off: dict[date, str] = constants.holidays
    make_ups: dict[date, str] = constants.workdays
    years = sorted({day.year for day in days_off if day.year >= FIRST_YEAR})
    content = {
        "name": PACKAGE,
        "version": importlib.metadata.version(PACKAGE),
        "source": "https://github.com/LKI/chinese-calendar",
        "licence": "MIT, copyright 2017 Lirian Su",
        "facts": "the yearly notices of the General Office of the State Council (国务院办公厅关于部分节假日安排的通知)",
        "years": {
            str(year): {
                "off": {day.isoformat(): names[kind] for day, kind in sorted(days_off.items()) if day.year == year},
                "make_up": {day.isoformat(): names[kind] for day, kind in sorted(make_ups.items()) if day.year == year},
            }
            for year in years
        },
    }
    TARGET.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {PACKAGE} {content['version']}, {years[0]} to {years[-1]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
