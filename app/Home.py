"""The entry of the app: `streamlit run app/Home.py`. The pages are below pages/."""  # noqa: N999

from pathlib import Path

import streamlit as st

from app.components.error_box import errors_shown

ICON = Path(__file__).parent / "icon.svg"

st.set_page_config(page_title="Moderation Studio", page_icon=str(ICON), layout="centered")

page = st.navigation(
    {
        "": [st.Page("pages/home.py", title="Home", default=True)],
        "Make a model": [
            st.Page("pages/process.py", title="Process"),
            st.Page("pages/train.py", title="Train"),
            st.Page("pages/jobs.py", title="Jobs"),
        ],
        "Use it": [
            st.Page("pages/endpoints.py", title="Endpoints"),
            st.Page("pages/try_messages.py", title="Try messages", url_path="try"),
        ],
    }
)
st.logo(str(ICON), size="large")
with errors_shown():
    page.run()
