"""HTML tags: removed when they are tags, kept when somebody merely typed angle brackets."""

import re

# Known names only, and attributes only as name=value: a reader of plain text sees what stands
# between "<" and ">", so an insult written there must stay. Linear: no part can match what the next
# one does.
_NAMES = (
    "a|abbr|article|b|big|blockquote|body|br|center|cite|code|dd|del|div|dl|dt|em|font|footer|"
    "form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|li|link|main|mark|meta|nav|ol|"
    "option|p|pre|q|s|samp|script|section|select|small|span|strike|strong|style|sub|sup|table|"
    "tbody|td|tfoot|th|thead|title|tr|tt|u|ul|var|video"
)
_ATTRIBUTE = r"""\s+[a-z][a-z0-9_:-]*\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>]+)"""
TAG = re.compile(rf"</?(?:{_NAMES})(?:{_ATTRIBUTE})*\s*/?>", re.IGNORECASE)


def strip_tags(text: str) -> str:
    """`text` with a blank in place of each HTML tag."""
    if "<" not in text:
        return text
    return TAG.sub(" ", text)
