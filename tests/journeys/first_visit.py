#!/usr/bin/python3
"""Meets the demo station, reads the inverter's serial number, starts a visit, quits; the visit is in the database.

usage: first_visit.py <folder with the programs>
"""

import sys

from program import Program, wait_for

SERIAL = "CMU123A45AA001"


def journey(program):
    program.start()
    for place in ("Visits", "Overview", "Devices", "Settings"):
        program.find(place, "push button")
    program.click("Devices")
    program.find("Devices", "panel")
    wait_for("the inverter's serial number in the table", lambda: program.look(SERIAL, "table cell"))

    assert program.visits() == [], "a visit before one was started"
    program.click("Visits")
    program.click("Start a visit")
    visit = wait_for("the visit in the database", program.visits)[0]
    program.find(f"Visit {visit['id']}", "label")

    program.keys("ctrl+q")
    assert program.wait_for_end() == 0, "the program ended with an error"
    kept = program.visits()
    assert [one["id"] for one in kept] == [visit["id"]], kept
    assert kept[0]["closed"] is False, kept


if __name__ == "__main__":
    with Program(sys.argv[1], "--demo", "healthy_house") as started:
        journey(started)
