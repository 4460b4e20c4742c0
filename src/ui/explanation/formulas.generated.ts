// Written by scripts/formulas.mjs from the formulas of core/sam/recipes.ts. Do not edit.

/** MathML by algorithm, one formula per line; read by MathTree. */
export const formulas: Readonly<Record<string, readonly string[]>> = {
  sgd: [
    '<math display="block"><mrow><mi>w</mi><mo stretchy="false">←</mo><mi>w</mi><mo>−</mo><mi>η</mi><mspace width="0.1667em"></mspace><mo form="prefix" stretchy="false">∇</mo><mi>L</mi><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>w</mi><mo fence="true" form="postfix" stretchy="false">)</mo></mrow></mrow></math>',
  ],
  sam: [
    '<math display="block"><mrow><mi>ε</mi><mo>=</mo><mi>ρ</mi><mspace width="0.1667em"></mspace><mfrac><mi>g</mi><mrow><mo fence="true" form="prefix" stretchy="false">‖</mo><mi>g</mi><mo fence="true" form="postfix" stretchy="false">‖</mo></mrow></mfrac></mrow></math>',
    '<math display="block"><mrow><mi>w</mi><mo stretchy="false">←</mo><mi>w</mi><mo>−</mo><mi>η</mi><mspace width="0.1667em"></mspace><mo form="prefix" stretchy="false">∇</mo><mi>L</mi><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>w</mi><mo>+</mo><mi>ε</mi><mo fence="true" form="postfix" stretchy="false">)</mo></mrow></mrow></math>',
  ],
  'bisam-log': [
    '<math display="block"><mrow><mi>ε</mi><mo>=</mo><mi>ρ</mi><mspace width="0.1667em"></mspace><mfrac><mrow><mo form="prefix" stretchy="false" lspace="0em" rspace="0em">∇</mo><mi>Q</mi></mrow><mrow><mo fence="true" form="prefix" stretchy="false">‖</mo><mo form="prefix" stretchy="false">∇</mo><mi>Q</mi><mo fence="true" form="postfix" stretchy="false">‖</mo></mrow></mfrac></mrow></math>',
    '<math display="block"><mrow><mi>Q</mi><mo>=</mo><mstyle displaystyle="false" scriptlevel="0"><mfrac><mn>1</mn><mi>μ</mi></mfrac></mstyle><mrow><mi>log</mi><mo>⁡</mo><mspace width="0.1667em"></mspace></mrow><mrow><munder><mo movablelimits="false">∑</mo><mi>j</mi></munder></mrow><msup><mi>e</mi><mrow><mi>μ</mi><mi>φ</mi><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><msub><mi>z</mi><mi>j</mi></msub><mo>−</mo><msub><mi>z</mi><mi>y</mi></msub><mo fence="true" form="postfix" stretchy="false">)</mo></mrow></mrow></msup></mrow></math>',
    '<math display="block"><mrow><mi>φ</mi><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>x</mi><mo fence="true" form="postfix" stretchy="false">)</mo></mrow><mo>=</mo><mn>1</mn><mo>−</mo><mrow><mi>log</mi><mo>⁡</mo></mrow><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mn>1</mn><mo>+</mo><msup><mi>e</mi><mrow><mi>γ</mi><mo>−</mo><mi>x</mi></mrow></msup><mo fence="true" form="postfix" stretchy="false">)</mo></mrow></mrow></math>',
  ],
  'bisam-tanh': [
    '<math display="block"><mrow><mi>ε</mi><mo>=</mo><mi>ρ</mi><mspace width="0.1667em"></mspace><mfrac><mrow><mo form="prefix" stretchy="false" lspace="0em" rspace="0em">∇</mo><mi>Q</mi></mrow><mrow><mo fence="true" form="prefix" stretchy="false">‖</mo><mo form="prefix" stretchy="false">∇</mo><mi>Q</mi><mo fence="true" form="postfix" stretchy="false">‖</mo></mrow></mfrac></mrow></math>',
    '<math display="block"><mrow><mi>Q</mi><mo>=</mo><mstyle displaystyle="false" scriptlevel="0"><mfrac><mn>1</mn><mi>μ</mi></mfrac></mstyle><mrow><mi>log</mi><mo>⁡</mo><mspace width="0.1667em"></mspace></mrow><mrow><munder><mo movablelimits="false">∑</mo><mi>j</mi></munder></mrow><msup><mi>e</mi><mrow><mi>μ</mi><mi>φ</mi><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><msub><mi>z</mi><mi>j</mi></msub><mo>−</mo><msub><mi>z</mi><mi>y</mi></msub><mo fence="true" form="postfix" stretchy="false">)</mo></mrow></mrow></msup></mrow></math>',
    '<math display="block"><mrow><mi>φ</mi><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>x</mi><mo fence="true" form="postfix" stretchy="false">)</mo></mrow><mo>=</mo><mrow><mi>tanh</mi><mo>⁡</mo></mrow><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>α</mi><mi>x</mi><mo fence="true" form="postfix" stretchy="false">)</mo></mrow></mrow></math>',
  ],
};
