"""The usual way as TransformerLens (4.3) does it, in an environment of its own.

    python lens.py SNAPSHOT ids.npy 2048 cpu

loads the model, and runs it over the ids, so many tokens a batch, once for each line on stdin; answers with
the seconds on the clock and of the processor.
"""

import sys
import time

import numpy as np
import torch
from transformer_lens.model_bridge import TransformerBridge
from transformers import AutoModelForCausalLM


def main() -> None:
    """Answer lines until there are no more."""
    snapshot, file, tokens, device = sys.argv[1:]
    torch.set_num_threads(1)
    torch.set_grad_enabled(False)
    whole = AutoModelForCausalLM.from_pretrained(snapshot, dtype=torch.float32, attn_implementation="eager")
    model = TransformerBridge.boot_transformers(snapshot, hf_model=whole.to(device).eval(), device=device)
    ids = torch.from_numpy(np.load(file)).to(device)
    for _ in sys.stdin:
        start, start_processor = time.perf_counter(), time.process_time()
        for batch in ids.split(int(tokens) // ids.shape[1]):
            _, cache = model.run_with_cache(batch, names_filter=_is_neurons, device="cpu")
            _ = [values.float().numpy() for values in cache.values()]
        print(time.perf_counter() - start, time.process_time() - start_processor, flush=True)


def _is_neurons(name: str) -> bool:
    return name.endswith("mlp.out.hook_in")


if __name__ == "__main__":
    main()
