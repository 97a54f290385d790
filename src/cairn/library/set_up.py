"""What a host sets up about the library."""

from cairn.common.operations.set_up import Finding, Part, SetUpCheck, decide
from cairn.library.models import PracticeModel, Project


def find_library() -> Finding:
    models, projects = (kind.objects.filter(live=True, withdrawn_at=None).count() for kind in (PracticeModel, Project))
    has = [f"{models} model{'' if models == 1 else 's'}", f"{projects} project{'' if projects == 1 else 's'}"]
    return decide(
        models + projects > 0,
        f"The library has {' and '.join(has)}.",
        "The library is empty.",
    )


CHECKS = (
    SetUpCheck(
        "H019",
        Part.CONTENT,
        "Library",
        find_library,
        "Load the starter library, which comes with Cairn.",
        view="library:library",
        command="cairn library load-starter",
    ),
)
