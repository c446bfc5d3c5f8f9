"""The architecture that a config.json names, built on PyTorch's meta device, where it takes no memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sparse_probing.errors import UserError


def base_model(folder: Path, *, origin: str) -> Any:
    """The model that `folder`/config.json describes, without its head.

    Raises UserError, beginning with `origin`, when transformers does not know the architecture.
    """
    import transformers

    with _on_meta(origin):
        build: Any = transformers.AutoModel.from_config
        return build(_config(folder))


def count_parameters(folder: Path, *, origin: str) -> int:
    """Parameters of the model that `folder`/config.json describes, its head included, tied ones once.

    Files of weights may hold masks and other buffers too, so they are not asked.
    Raises UserError, beginning with `origin`, when transformers does not know the architecture.
    """
    import transformers

    with _on_meta(origin):
        config = _config(folder)
        named = [getattr(transformers, name, None) for name in config.architectures or ()]
        build = named[0] if named and named[0] else transformers.AutoModel.from_config
        model = build(config)
    return sum(parameter.numel() for parameter in model.parameters())


def _config(folder: Path) -> Any:
    import transformers

    return transformers.AutoConfig.from_pretrained(folder, local_files_only=True, trust_remote_code=False)


@contextmanager
def _on_meta(origin: str) -> Iterator[None]:
    """Modules built inside have no values; what transformers refuses becomes a UserError."""
    import torch

    from sparse_probing.quiet import quiet_transformers

    try:
        with quiet_transformers(), torch.device("meta"):
            yield
    except (OSError, ValueError, KeyError) as error:
        reason = str(error).strip().splitlines()[0]
        raise UserError(f"{origin}: transformers does not know this architecture: {reason}") from None
