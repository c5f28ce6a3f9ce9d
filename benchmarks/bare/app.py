"""Bare page: how fast can a screen be at all? The app's server set-up around one slider and one chart of ten rows."""
import sys
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from pages.parts.server import SecurityHeaders, get_ready

app = st.App("page.py", lifespan=get_ready, middleware=[Middleware(SecurityHeaders)])
