#!/usr/bin/python3
"""Connects, commissions, signs off and makes the report with the keyboard alone; once the station is lost meanwhile.

usage: commission.py <folder with the programs> tcp|rtu restarted|pulled
"""

import sys

from program import Program
from station import Station
from steps import (CUSTOMER, LIMIT, check_report, connect, go_to_limits, is_connected, open_commissioning, page, sign_off_and_report,
                   write_and_check)


def lose_and_find(station, trouble):
    """In the middle of the run; returns what brings the station back."""
    if trouble == "restarted":
        station.kill()
        return station.start
    station.pull_the_cable()
    return station.plug_the_cable_in


def journey(program, station, link, trouble):
    program.prefer(seconds_between_requests=0.3, seconds_to_second_look=1)
    program.start()
    connect(program, station, link)
    open_commissioning(program)
    program.type("Customer", CUSTOMER)
    program.type("Installer", "Ada Berger")
    go_to_limits(program)
    program.type(LIMIT, "5")
    write_and_check(program)
    program.wait_for_text("Found 4 devices")
    bring_back = lose_and_find(station, trouble)
    program.wait_for_text("The run broke off")
    bring_back()
    is_connected(program)
    program.press("Run again")
    page(program, "Writing and checking")
    check_report(program, sign_off_and_report(program), "5.000")


if __name__ == "__main__":
    with Station(*sys.argv[1:3]) as served, Program(sys.argv[1]) as started:
        journey(started, served, *sys.argv[2:4])
