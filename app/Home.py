"""The entry of the app: `streamlit run app/Home.py`. The pages are below views/.

Not pages/: Streamlit takes a folder of that name for its older kind of app, and the first visitor
who opens an address below / would get the page without this entry.
"""  # noqa: N999

from pathlib import Path

import streamlit as st

ICON = Path(__file__).parent / "icon.svg"

st.set_page_config(page_title="Moderation Studio", page_icon=str(ICON), layout="centered")

page = st.navigation(
    {
        "": [st.Page("views/home.py", title="Home", default=True)],
        "Make a model": [
            st.Page("views/process.py", title="Process"),
            st.Page("views/train.py", title="Train"),
            st.Page("views/jobs.py", title="Jobs"),
        ],
        "Use it": [
            st.Page("views/endpoints.py", title="Endpoints"),
            st.Page("views/try_messages.py", title="Try messages"),
        ],
    }
)
st.logo(str(ICON), size="large")
page.run()
