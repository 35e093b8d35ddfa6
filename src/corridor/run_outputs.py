"""Run the commands that measure routes or write them to files."""

from argparse import Namespace

from corridor._terminal import ANSWER, limits_of, network_of, say, say_json, show, written


def _indicators(options: Namespace) -> int:
    from corridor.outlet import measured

    net = network_of(options)
    return show(net, options, "indicators", measured(net, options, limits_of(options)))


def _export(options: Namespace) -> int:
    from corridor.outlet import exported

    written = exported(network_of(options), options, limits_of(options))
    if options.json:
        say_json(written)
    else:
        say("wrote {file}, {bytes:,} bytes: {content}".format(**written))
    return ANSWER


def _picture(options: Namespace) -> int:
    from corridor.pictures import DRAWN

    net = network_of(options)
    return written(net, options, DRAWN[options.command](net, options, limits_of(options)))


RUNS = {
    "indicators": _indicators,
    "export": _export,
    "chart": _picture,
    "map": _picture,
    "report": _picture,
}
