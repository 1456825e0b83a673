"""A Word file as a package of parts: opened safely, parts found by relationship (ISO 29500-2).

    package = open_package(data)
    package.main                          # "word/document.xml", or whatever the file calls it
    package.tree(package.main)            # root element, transitional names, parsed once
    package.related(package.main, "footnotes")   # part names by the last word of the relationship type

Part names have no leading slash and are spelt as in the zip. Every part that could hold a DTD is
checked at opening. Only `Unreadable` is ever raised.
"""

from documents.core.package.opening import Package, Relationship, open_package, open_unparsed

__all__ = ["Package", "Relationship", "open_package", "open_unparsed"]
