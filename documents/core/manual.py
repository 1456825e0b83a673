"""What the command line says of itself, and the page that it writes."""

from __future__ import annotations

EXAMPLES = """examples:
  python -m documents.core read draft.docx
  python -m documents.core text draft.docx --view final
  python -m documents.core lift marked-up.docx -o clean.docx -m markup.json
  python -m documents.core lay clean.docx -m markup.json -o marked-up.docx
  python -m documents.core settle marked-up.docx --accept -o final.docx
  python -m documents.core check clean.docx marked-up.docx -m markup.json
  python -m documents.core compare v1.docx v2.docx -o redline.docx --author "Editor 1"
  python -m documents.core follow v1.docx v2.docx -a anchors.json
  python -m documents.core merge base.docx esa.docx nasa.docx -o merged.docx --conflicts conflicts.json
  python -m documents.core html draft.docx --media pictures > draft.html

compare, follow and merge also take versions as JSON: {"blocks": [[kind, text, spans], …]}

exit status: 0 done; 1 differences, conflicts or faults were found; 2 a file could not be read (its name,
the part and the reason on standard error), or the command was not understood. JSON goes to standard output.
"""

_OFFSETS = (
    "Offsets count Unicode code points in a block's text as it reads with every tracked change rejected; "
    "a picture, equation or note mark is one character (U+FFFC)."
)
#: What each command gives, told after its options.
TOLD = {
    "read": "JSON with the keys blocks, comments, changes, properties, warnings and sections. A block has "
    "id, kind, level, number and text; then spans, objects, shown, cell, style and anchor where it has any. "
    + _OFFSETS,
    "html": "One page, every block with its id in data-block. Without --media, pictures keep their names in "
    "the package as addresses.",
    "text": "A line break inside a block is shown as a blank.",
    "lift": "The clean file reads as with every change rejected; all other parts stay as they are, byte for "
    "byte. MARKUP.json holds comments and changes as `lay` takes them. " + _OFFSETS,
    "lay": "MARKUP.json is what `lift` writes: {comments, changes, opaque}. A change that cannot be laid "
    "ends the command before anything is written.",
    "settle": "Comments stay.",
    "check": "JSON: faults, and the names of the parts that differ. Exit status 1 when there are faults.",
    "compare": "JSON: alignment (which block goes on as which) and changes (edits on OLD, in reading "
    "order). Exit status 1 when there are any. " + _OFFSETS,
    "follow": "JSON, one placement an anchor: status placed, moved or orphaned; block, start, end and "
    "confidence. " + _OFFSETS,
    "merge": "Word files give a Word file, JSON gives JSON. Every change of every side is in the result or "
    "in a conflict. Exit status 1 when there are conflicts.",
}
#: The files that commands take.
FILES = {
    "FILE": "a Word file: .docx, .dotx, .docm or .dotm",
    "CLEAN": "a Word file without comments and tracked changes",
    "LAID": "the same with markup on it",
    "OLD": "a Word file, or a version as JSON",
    "NEW": "what became of it",
    "BASE": "a Word file, or a version as JSON",
}

PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>{style}</style></head>
<body>
{body}
</body></html>
"""


STYLE = """
:root { color-scheme: light dark }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font-family: Georgia, serif; line-height: 1.5 }
table { border-collapse: collapse }
td, th { border: 1px solid; padding: .2rem .5rem; text-align: left; vertical-align: top }
ul.list { list-style: none; padding-left: 1.5rem }
td p, th p { margin: 0 }
img { max-width: 100%; height: auto }
.title { font-size: 2rem }
.layout, .header, .footer, .caption { font: .85rem sans-serif }
.layout { border-bottom: 1px solid }
.table-frame { overflow-x: auto }
.placeholder { border: 1px dashed; padding: 0 .4rem }
"""
