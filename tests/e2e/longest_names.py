"""`python -m tests.e2e.longest_names EMAIL`: whatever this person named is one word as long as it may be.

Prints the addresses of pages that show it.
"""

from __future__ import annotations

import sys

import django


def main(email: str) -> None:
    django.setup()
    from accounts.models import User
    from accounts.people import invitations
    from generations.services.curation import (
        collections,
        favourites_ratings_tags,
        saved_searches,
    )
    from generations.stored import original_files
    from tests.e2e.few_pictures import png
    from tests.factories import draft_generation, draft_picture, store

    User.objects.filter(email=email).update(name="N" * 120)
    person = User.objects.get(email=email)
    done, thrown = (draft_generation(person, prompt=letter * 400) for letter in "PT")
    failed = draft_generation(person, status="failed", prompt="F" * 400, message="M" * 400)
    path = original_files.keep(png(1, "endless")).path
    kept, _ = store(
        [done, thrown, failed],
        [
            draft_picture(done, number=7001, path=path, thumb_tries=9, revised_prompt="R" * 400),
            draft_picture(
                thrown, number=7002, path=path, thumb_tries=9, trashed_at=thrown.finished_at
            ),
        ],
    )
    favourites_ratings_tags.tag(person, kept, "G" * 50)
    folder = collections.create(person, name="C" * 100, visibility="team")
    collections.change(
        person, folder, name=folder.name, description="D" * 900, order="hand", visibility="team"
    )
    collections.add(person, folder, kept)
    saved_searches.save(person, name="S" * 60, query=f"q={'Q' * 300}", for_team=True)
    invitations.invite(["i" * 64 + "@" + "e" * 60 + ".example"], role="member", days=7, by=person)
    print(f"/pictures/{kept.uid}/", f"/collections/{folder.uid}/", f"/?tag={'G' * 50}")


if __name__ == "__main__":
    main(sys.argv[1])
