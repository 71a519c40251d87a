#!/usr/bin/python3
"""The program is killed right after typing, and again in the middle of the run; the visit goes on to its report.

usage: killed.py <folder with the programs>
"""

import glob
import sys

from program import Program, wait_for
from station import Station
from steps import (CUSTOMER, LIMIT, check_report, connect, end_connecting, go_to_limits, open_commissioning, page,
                   sign_off_and_report, write_and_check)


def typed_plan(program):
    """The draft on the disk."""
    for file in glob.glob(program.user_file("drafts/*.json")):
        with open(file, encoding="utf-8") as draft:
            return draft.read()
    return ""


def come_back(program, station, button):
    """Starts the program again, connects as before and goes on with the visit that stands in the list."""
    program.start()
    page(program, "How do you reach the station?")
    program.press(f"Network 127.0.0.1, port {station.port}")
    end_connecting(program)
    program.keys("ctrl+1")
    program.tab_to("Visits", "table")
    program.keys("Home")
    program.press("Go on with this visit")
    program.press(button)
    page(program, "Where does the station stand?")
    assert program.content("Customer") == CUSTOMER


def journey(program, station):
    program.prefer(seconds_between_requests=0, seconds_to_second_look=600)
    program.start()
    connect(program, station, "tcp")
    open_commissioning(program)
    program.type("Customer", CUSTOMER)
    program.type("Installer", "Ada Berger")
    go_to_limits(program)
    program.type(LIMIT, "5")
    wait_for("what was typed on the disk", lambda: '"5"' in typed_plan(program))
    program.kill()

    come_back(program, station, "Commission this station")
    go_to_limits(program)
    assert program.content(LIMIT) == "5"
    write_and_check(program)
    program.wait_for_text("then reading again whether the settings still stand")
    program.kill()
    written = program.record()["changes"]
    assert [change["result"] for change in written] == ["proven"], written

    program.prefer(seconds_to_second_look=0)
    come_back(program, station, "Go on commissioning")
    go_to_limits(program)
    write_and_check(program)
    check_report(program, sign_off_and_report(program), "5.000")
    assert len(program.visits()) == 1, "the visit went on as another one"


if __name__ == "__main__":
    with Station(sys.argv[1], "tcp") as served, Program(sys.argv[1]) as started:
        journey(started, served)
