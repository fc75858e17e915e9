"""A colleague that is a program: `python -m tests.e2e.live_edit URL TOKEN NODE NAME TEXT`.

Joins, says `joined`, adds the paragraph TEXT, says `written` when it is saved, and stays until its
standard input ends; then it prints what it sees of the document.
"""

import sys

import tongwen


def main(url: str, token: str, node: str, name: str, text: str) -> None:
    """Write a paragraph as `name`."""
    with tongwen.connect(url, token, name).open(node) as document:
        print("joined", flush=True)
        document.add_paragraph(text)
        document.flush()
        print("written", flush=True)
        sys.stdin.read()
        document.refresh()
        print(document.to_text(), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
