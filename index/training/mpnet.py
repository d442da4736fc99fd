"""MPNet as an encoder that takes BERT's token ids: a reader made of it then shares the tokenizer of the others."""

from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import MPNetConfig, MPNetModel
from transformers.modeling_outputs import BaseModelOutput
from transformers.models.mpnet.modeling_mpnet import MPNetEmbeddings, MPNetEncoder

# MPNet's names for BERT's marks; all other pieces of words are the same.
MARKS = {"[PAD]": "<pad>", "[CLS]": "<s>", "[SEP]": "</s>", "[MASK]": "<mask>"}
# The first token's place, in MPNet's count.
FIRST_PLACE = 2
# What is added to attention where there is padding; finite, so that bfloat16 sums stay numbers.
BLOCKED = -1e4
WORDS = "embeddings.word_embeddings.weight"


class Mpnet(nn.Module):
    """Embeddings and layers of MPNet (Song et al. 2020), called as BERT is; segments mean nothing to it."""

    def __init__(self, config: MPNetConfig) -> None:
        super().__init__()
        self.embeddings = MPNetEmbeddings(config)  # type: ignore[no-untyped-call]
        self.encoder = MPNetEncoder(config)  # type: ignore[no-untyped-call]

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> BaseModelOutput:
        places = torch.arange(FIRST_PLACE, input_ids.shape[1] + FIRST_PLACE).unsqueeze(0)
        embedded = self.embeddings(input_ids=input_ids, position_ids=places)
        blocked = (1.0 - attention_mask[:, None, None, :].to(embedded.dtype)) * BLOCKED
        hidden = self.encoder(embedded, blocked)[0]
        # An input that nothing depends on would be left out of an export, which is fed like the others.
        return BaseModelOutput(last_hidden_state=hidden + 0 * token_type_ids[..., None].to(hidden.dtype))


def mpnet_weights(folder: Path, bert: Tokenizer) -> dict[str, Tensor]:
    """Read MPNet's weights from its folder, the word embeddings in the order of BERT's tokenizer."""
    weights = dict(MPNetModel.from_pretrained(folder, add_pooling_layer=False).state_dict())
    own = Tokenizer.from_file(str(folder / "tokenizer.json")).get_vocab()
    vocabulary = bert.get_vocab()
    rows = torch.tensor([own[MARKS.get(piece, piece)] for piece in sorted(vocabulary, key=vocabulary.__getitem__)])
    return weights | {WORDS: weights[WORDS][rows]}
