"""The Science White Paper world: a document, its reviews and its people, to try Draftroom with."""
