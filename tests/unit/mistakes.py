"""What a user reads who has made a mistake in a YAML file."""

import pytest
import yaml
from pydantic import BaseModel

from sparse_probing.errors import UserError
from sparse_probing.settings.loading import parse


def problem(model: type[BaseModel], text: str) -> str:
    """The one line that tells what is wrong with a YAML text."""
    content = yaml.safe_load(text)
    with pytest.raises(UserError) as error:
        parse(model, content, origins=[("file.yaml", content)])
    message = str(error.value)
    assert "\n" not in message
    return message
