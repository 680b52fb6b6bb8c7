"""The entry of the app: `streamlit run app/Home.py`. What Home shows is pages/home.py."""  # noqa: N999

from app.navigation import enter

enter().run()
