"""App: where does Segkit start? `streamlit run app.py` serves pages/menu.py, and all other screens through it."""
import streamlit as st
from starlette.middleware import Middleware

from pages.parts.server import SecurityHeaders, get_ready, say_sorry

app = st.App("pages/menu.py", lifespan=get_ready, middleware=[Middleware(SecurityHeaders)], on_script_error=say_sorry)
