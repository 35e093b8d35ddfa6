"""What griffe is told of docstrings: an example that follows a section begins one of its own."""

import re
from typing import Any

import griffe

PROMPT = re.compile(r"^>>> ", re.MULTILINE)


class Examples(griffe.Extension):
    """The heading *Examples* above the first example of a docstring."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Put the heading into the docstring of an object."""
        docstring = obj.docstring
        if docstring is None or "\nExamples\n---" in docstring.value:
            return
        docstring.value = PROMPT.sub("Examples\n--------\n>>> ", docstring.value, count=1)
