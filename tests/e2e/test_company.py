"""Company sign-in in a real browser, against a real OpenID provider on loopback."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx2
import oidc_provider_mock
import pytest
from playwright.sync_api import Browser, expect

from tests.e2e import audit
from tests.ops.product import Product

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # the provider runs in here
]


@pytest.fixture
def provider() -> Iterator[str]:
    with oidc_provider_mock.run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def product(tmp_path: Path, provider: str) -> Iterator[Product]:
    made = Product(
        tmp_path / "data",
        IMAGEHUB_OIDC_ISSUER=provider,
        IMAGEHUB_OIDC_CLIENT_ID="imagehub",
        IMAGEHUB_OIDC_CLIENT_SECRET="secret",
        IMAGEHUB_OIDC_NAME="Corp",
    )
    made.data.mkdir()
    made.migrate()
    made.collect_static()
    made._python("manage.py", "shell", "-c", INVITE).check_returncode()
    made.start()
    yield made
    print(made.log.read_text()[-1500:])  # shown where the test fails
    made.clear_away()
    shutil.rmtree(made.data, ignore_errors=True)


INVITE = """
from accounts.people import invitations
from accounts.models import User
ada = User.objects.create_user("ada@corp.example", None, role="admin", name="Ada")
invitations.invite(["noor@corp.example"], role="member", days=7, by=ada)
"""


def test_an_invited_person_comes_in_through_the_company(
    chrome: Browser, product: Product, provider: str
) -> None:
    claims = {"email": "noor@corp.example", "email_verified": True, "name": "Noor"}
    httpx2.put(f"{provider}/users/{quote('n1')}", json=claims, trust_env=False).raise_for_status()
    page = chrome.new_page(base_url=f"http://localhost:{product.port}")
    page.goto("/sign-in/")
    assert audit.faults(page, only="desktop") == []
    page.get_by_role("button", name="Continue with Corp").press("Enter")
    page.get_by_placeholder("sub").fill("n1")
    page.get_by_role("button", name="Authorize").click()
    expect(page).to_have_url(f"http://localhost:{product.port}/")
    page.goto("/profile/")
    expect(page.get_by_text("noor@corp.example")).to_be_visible()
    page.close()
