/** Kinds of layers that published networks bring along: importing this file makes them known. */
import { bringKinds } from '../models/layers';
import { blankPadding } from '../models/layers/blankPadding';
import { disentangledAttention } from '../models/layers/disentangledAttention';
import { masked } from '../models/layers/masked';
import { tied } from '../models/layers/tied';
import { tokenEmbedding } from '../models/layers/tokenEmbedding';

bringKinds({ blankPadding, disentangledAttention, masked, tied, tokenEmbedding });
