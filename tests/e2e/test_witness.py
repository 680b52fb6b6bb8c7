"""The witness that the other tests rely on: it hears whatever way a page has to other machines."""

import pytest
from playwright.sync_api import Browser

from tests.e2e.conftest import Server
from tests.e2e.looking import witnessed

WAYS_OUT = {
    "a request": "fetch('http://a.example/x')",
    "a socket": "new WebSocket('ws://b.example/x')",
    "an image": "new Image().src = 'http://c.example/x.png'",
    "a font": "new FontFace('x', 'url(http://d.example/x.woff2)').load()",
    "a worker's request": (
        "new Worker(URL.createObjectURL(new Blob([\"fetch('http://e.example/x')\"])))"
    ),
    "a worker's socket": (
        "new Worker(URL.createObjectURL(new Blob([\"new WebSocket('ws://f.example/x')\"])))"
    ),
    "a prefetch": (
        "document.head.append(Object.assign(document.createElement('link'),"
        " {rel: 'prefetch', href: 'http://g.example/x'}))"
    ),
    "a beacon": "navigator.sendBeacon('http://h.example/x', 'x')",
}


@pytest.mark.xdist_group("garden")  # with others that look at an empty studio
def test_the_witness_hears_every_way_out(browser: Browser, empty: Server) -> None:
    with witnessed(browser) as (page, witness):
        page.goto(f"{empty.address}/_stcore/health")
        for place, leave in enumerate(WAYS_OUT.values()):
            page.evaluate(f"() => {{ try {{ {leave} }} catch {{}} }}")
            host = f"{'abcdefgh'[place]}.example"
            for _ in range(100):
                if any(host in heard for heard in witness.left):
                    break
                page.wait_for_timeout(50)
        silent = [
            way
            for place, way in enumerate(WAYS_OUT)
            if not any(f"{'abcdefgh'[place]}.example" in heard for heard in witness.left)
        ]
    assert silent == []
