// Written by scripts/formulas.mjs from the words of the parts (core/sam/observation). Do not edit.

/** MathML by line of TeX; `@name@` stands for a number. */
export const frameFormulas: Readonly<Record<string, string>> = {
  'B = S_1 \\cup \\dots \\cup S_m':
    '<math display="block"><mrow><mi>B</mi><mo>=</mo><msub><mi>S</mi><mn>1</mn></msub><mo>∪</mo><mo>⋯</mo><mo>∪</mo><msub><mi>S</mi><mi>m</mi></msub></mrow></math>',
  'm = @pieces': '<math display="block"><mrow><mi>m</mi><mo>=</mo><mtext>@pieces@</mtext></mrow></math>',
  'b = @samples': '<math display="block"><mrow><mi>b</mi><mo>=</mo><mtext>@samples@</mtext></mrow></math>',
  'w + \\delta_0': '<math display="block"><mrow><mi>w</mi><mo>+</mo><msub><mi>δ</mi><mn>0</mn></msub></mrow></math>',
  '\\lVert\\delta_0\\rVert = @noiseNorm':
    '<math display="block"><mrow><mrow><mo fence="true" form="prefix" stretchy="false">‖</mo><msub><mi>δ</mi><mn>0</mn></msub><mo fence="true" form="postfix" stretchy="false">‖</mo></mrow><mo>=</mo><mtext>@noiseNorm@</mtext></mrow></math>',
  'g = \\nabla L(w)':
    '<math display="block"><mrow><mi>g</mi><mo>=</mo><mo form="prefix" stretchy="false">∇</mo><mi>L</mi><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>w</mi><mo fence="true" form="postfix" stretchy="false">)</mo></mrow></mrow></math>',
  '\\lVert g\\rVert = @gradNorm':
    '<math display="block"><mrow><mrow><mo fence="true" form="prefix" stretchy="false">‖</mo><mi>g</mi><mo fence="true" form="postfix" stretchy="false">‖</mo></mrow><mo>=</mo><mtext>@gradNorm@</mtext></mrow></math>',
  'L(w) = @lossClean':
    '<math display="block"><mrow><mi>L</mi><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>w</mi><mo fence="true" form="postfix" stretchy="false">)</mo></mrow><mo>=</mo><mtext>@lossClean@</mtext></mrow></math>',
  '\\varepsilon = 0': '<math display="block"><mrow><mi>ε</mi><mo>=</mo><mn>0</mn></mrow></math>',
  'd \\leftarrow m\\odot d':
    '<math display="block"><mrow><mi>d</mi><mo stretchy="false">←</mo><mi>m</mi><mo>⊙</mo><mi>d</mi></mrow></math>',
  '\\textstyle\\sum m = @activeWeights':
    '<math display="block"><mstyle scriptlevel="0" displaystyle="false"><mo movablelimits="false">∑</mo><mi>m</mi><mo>=</mo><mtext>@activeWeights@</mtext></mstyle></math>',
  '\\dim w = @weights':
    '<math display="block"><mrow><mrow><mi>dim</mi><mo>⁡</mo><mspace width="0.1667em"></mspace></mrow><mi>w</mi><mo>=</mo><mtext>@weights@</mtext></mrow></math>',
  '\\varepsilon = \\rho\\,d':
    '<math display="block"><mrow><mi>ε</mi><mo>=</mo><mi>ρ</mi><mspace width="0.1667em"></mspace><mi>d</mi></mrow></math>',
  '\\rho = @radius': '<math display="block"><mrow><mi>ρ</mi><mo>=</mo><mtext>@radius@</mtext></mrow></math>',
  '\\lVert\\varepsilon\\rVert = @perturbNorm':
    '<math display="block"><mrow><mrow><mo fence="true" form="prefix" stretchy="false">‖</mo><mi>ε</mi><mo fence="true" form="postfix" stretchy="false">‖</mo></mrow><mo>=</mo><mtext>@perturbNorm@</mtext></mrow></math>',
  'B^+ \\subset B':
    '<math display="block"><mrow><msup><mi>B</mi><mo form="prefix" stretchy="false">+</mo></msup><mo>⊂</mo><mi>B</mi></mrow></math>',
  '|B^+| = @kept':
    '<math display="block"><mrow><mi>|</mi><msup><mi>B</mi><mo>+</mo></msup><mi>|</mi><mo>=</mo><mtext>@kept@</mtext></mrow></math>',
  '|B| = @samples': '<math display="block"><mrow><mi>|</mi><mi>B</mi><mi>|</mi><mo>=</mo><mtext>@samples@</mtext></mrow></math>',
  '\\hat g = \\nabla L(w+\\varepsilon)':
    '<math display="block"><mrow><mover><mi>g</mi><mo stretchy="false">ˆ</mo></mover><mo>=</mo><mo form="prefix" stretchy="false">∇</mo><mi>L</mi><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>w</mi><mo>+</mo><mi>ε</mi><mo fence="true" form="postfix" stretchy="false">)</mo></mrow></mrow></math>',
  '\\lVert\\hat g\\rVert = @perturbedGradNorm':
    '<math display="block"><mrow><mrow><mo fence="true" form="prefix" stretchy="false">‖</mo><mover><mi>g</mi><mo stretchy="false">ˆ</mo></mover><mo fence="true" form="postfix" stretchy="false">‖</mo></mrow><mo>=</mo><mtext>@perturbedGradNorm@</mtext></mrow></math>',
  'L(w+\\varepsilon) = @lossPerturbed':
    '<math display="block"><mrow><mi>L</mi><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>w</mi><mo>+</mo><mi>ε</mi><mo fence="true" form="postfix" stretchy="false">)</mo></mrow><mo>=</mo><mtext>@lossPerturbed@</mtext></mrow></math>',
  'L(w+\\rho v)':
    '<math display="block"><mrow><mi>L</mi><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>w</mi><mo>+</mo><mi>ρ</mi><mi>v</mi><mo fence="true" form="postfix" stretchy="false">)</mo></mrow></mrow></math>',
  'n = @points': '<math display="block"><mrow><mi>n</mi><mo>=</mo><mtext>@points@</mtext></mrow></math>',
  '\\overline{L(w+\\rho v)} = @lossPerturbed':
    '<math display="block"><mrow><menclose notation="top"><mrow><mi>L</mi><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>w</mi><mo>+</mo><mi>ρ</mi><mi>v</mi><mo fence="true" form="postfix" stretchy="false">)</mo></mrow></mrow></menclose><mo>=</mo><mtext>@lossPerturbed@</mtext></mrow></math>',
  'u = u(g, \\hat g)':
    '<math display="block"><mrow><mi>u</mi><mo>=</mo><mi>u</mi><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>g</mi><mo separator="true">,</mo><mover><mi>g</mi><mo stretchy="false">ˆ</mo></mover><mo fence="true" form="postfix" stretchy="false">)</mo></mrow></mrow></math>',
  '\\lVert u\\rVert = @updateNorm':
    '<math display="block"><mrow><mrow><mo fence="true" form="prefix" stretchy="false">‖</mo><mi>u</mi><mo fence="true" form="postfix" stretchy="false">‖</mo></mrow><mo>=</mo><mtext>@updateNorm@</mtext></mrow></math>',
  'u = \\textstyle\\frac1m\\sum_i u_i':
    '<math display="block"><mrow><mi>u</mi><mo>=</mo><mstyle scriptlevel="0" displaystyle="false"><mfrac><mn>1</mn><mi>m</mi></mfrac><msub><mo movablelimits="false">∑</mo><mi>i</mi></msub><msub><mi>u</mi><mi>i</mi></msub></mstyle></mrow></math>',
  'u = \\hat g': '<math display="block"><mrow><mi>u</mi><mo>=</mo><mover><mi>g</mi><mo stretchy="false">ˆ</mo></mover></mrow></math>',
  'u = u(g)':
    '<math display="block"><mrow><mi>u</mi><mo>=</mo><mi>u</mi><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>g</mi><mo fence="true" form="postfix" stretchy="false">)</mo></mrow></mrow></math>',
  'w \\leftarrow w - \\eta\\,u':
    '<math display="block"><mrow><mi>w</mi><mo stretchy="false">←</mo><mi>w</mi><mo>−</mo><mi>η</mi><mspace width="0.1667em"></mspace><mi>u</mi></mrow></math>',
  '\\eta = @learningRate': '<math display="block"><mrow><mi>η</mi><mo>=</mo><mtext>@learningRate@</mtext></mrow></math>',
  '\\lVert\\Delta w\\rVert = @stepNorm':
    '<math display="block"><mrow><mrow><mo fence="true" form="prefix" stretchy="false">‖</mo><mrow><mi mathvariant="normal">Δ</mi><mspace></mspace></mrow><mi>w</mi><mo fence="true" form="postfix" stretchy="false">‖</mo></mrow><mo>=</mo><mtext>@stepNorm@</mtext></mrow></math>',
  'L(w_{t+1}) = @lossAfter':
    '<math display="block"><mrow><mi>L</mi><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><msub><mi>w</mi><mrow><mi>t</mi><mo>+</mo><mn>1</mn></mrow></msub><mo fence="true" form="postfix" stretchy="false">)</mo></mrow><mo>=</mo><mtext>@lossAfter@</mtext></mrow></math>',
  '\\rho_t \\to \\rho_{t+1}':
    '<math display="block"><mrow><msub><mi>ρ</mi><mi>t</mi></msub><mo>→</mo><msub><mi>ρ</mi><mrow><mi>t</mi><mo>+</mo><mn>1</mn></mrow></msub></mrow></math>',
  '@radius \\to @radiusAfter':
    '<math display="block"><mrow><mtext>@radius@</mtext><mrow><mspace width="0.2778em"></mspace><mo>→</mo><mspace width="0.2778em"></mspace></mrow><mtext>@radiusAfter@</mtext></mrow></math>',
  'u = \\textstyle\\frac1m\\sum_i \\nabla L_{S_i}(w+\\varepsilon_i)':
    '<math display="block"><mrow><mi>u</mi><mo>=</mo><mstyle scriptlevel="0" displaystyle="false"><mfrac><mn>1</mn><mi>m</mi></mfrac><msub><mo movablelimits="false">∑</mo><mi>i</mi></msub><mo form="prefix" stretchy="false">∇</mo><msub><mi>L</mi><msub><mi>S</mi><mi>i</mi></msub></msub><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>w</mi><mo>+</mo><msub><mi>ε</mi><mi>i</mi></msub><mo fence="true" form="postfix" stretchy="false">)</mo></mrow></mstyle></mrow></math>',
  't \\bmod k = 0':
    '<math display="block"><mrow><mi>t</mi><mo lspace="0.2222em" rspace="0.2222em">mod</mo><mi>k</mi><mo>=</mo><mn>0</mn></mrow></math>',
  '@time \\bmod @k = 0':
    '<math display="block"><mrow><mtext>@time@</mtext><mo lspace="0.2222em" rspace="0.2222em">mod</mo><mtext>@k@</mtext><mo>=</mo><mn>0</mn></mrow></math>',
  't \\bmod k \\ne 0':
    '<math display="block"><mrow><mi>t</mi><mo lspace="0.2222em" rspace="0.2222em">mod</mo><mi>k</mi><mo>≠</mo><mn>0</mn></mrow></math>',
  '@time \\bmod @k = @remainder':
    '<math display="block"><mrow><mtext>@time@</mtext><mo lspace="0.2222em" rspace="0.2222em">mod</mo><mtext>@k@</mtext><mrow><mspace width="0.2778em"></mspace><mo>=</mo><mspace width="0.2778em"></mspace></mrow><mtext>@remainder@</mtext></mrow></math>',
  'r < p': '<math display="block"><mrow><mi>r</mi><mo>&lt;</mo><mi>p</mi></mrow></math>',
  '@draw < @probability':
    '<math display="block"><mrow><mtext>@draw@</mtext><mrow><mspace width="0.2778em"></mspace><mo>&lt;</mo><mspace width="0.2778em"></mspace></mrow><mtext>@probability@</mtext></mrow></math>',
  'r \\ge p': '<math display="block"><mrow><mi>r</mi><mo>≥</mo><mi>p</mi></mrow></math>',
  '@draw \\ge @probability':
    '<math display="block"><mrow><mtext>@draw@</mtext><mrow><mspace width="0.2778em"></mspace><mo>≥</mo><mspace width="0.2778em"></mspace></mrow><mtext>@probability@</mtext></mrow></math>',
  'S = \\lVert\\nabla L(w)\\rVert^2 \\ge \\mu + c\\,\\sigma':
    '<math display="block"><mrow><mi>S</mi><mo>=</mo><msup><mrow><mo fence="true" form="prefix" stretchy="false">‖</mo><mo form="prefix" stretchy="false">∇</mo><mi>L</mi><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>w</mi><mo fence="true" form="postfix" stretchy="false">)</mo></mrow><mo fence="true" form="postfix" stretchy="false">‖</mo></mrow><mn>2</mn></msup><mo>≥</mo><mi>μ</mi><mo>+</mo><mi>c</mi><mspace width="0.1667em"></mspace><mi>σ</mi></mrow></math>',
  '@sqGradNorm \\ge @threshold':
    '<math display="block"><mrow><mtext>@sqGradNorm@</mtext><mrow><mspace width="0.2778em"></mspace><mo>≥</mo><mspace width="0.2778em"></mspace></mrow><mtext>@threshold@</mtext></mrow></math>',
  '\\mu = @mu': '<math display="block"><mrow><mi>μ</mi><mo>=</mo><mtext>@mu@</mtext></mrow></math>',
  'c = @ct': '<math display="block"><mrow><mi>c</mi><mo>=</mo><mtext>@ct@</mtext></mrow></math>',
  'S = \\lVert\\nabla L(w)\\rVert^2 < \\mu + c\\,\\sigma':
    '<math display="block"><mrow><mi>S</mi><mo>=</mo><msup><mrow><mo fence="true" form="prefix" stretchy="false">‖</mo><mo form="prefix" stretchy="false">∇</mo><mi>L</mi><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>w</mi><mo fence="true" form="postfix" stretchy="false">)</mo></mrow><mo fence="true" form="postfix" stretchy="false">‖</mo></mrow><mn>2</mn></msup><mo>&lt;</mo><mi>μ</mi><mo>+</mo><mi>c</mi><mspace width="0.1667em"></mspace><mi>σ</mi></mrow></math>',
  '@sqGradNorm < @threshold':
    '<math display="block"><mrow><mtext>@sqGradNorm@</mtext><mrow><mspace width="0.2778em"></mspace><mo>&lt;</mo><mspace width="0.2778em"></mspace></mrow><mtext>@threshold@</mtext></mrow></math>',
  '\\text{start} \\le e/E \\le \\text{end}':
    '<math display="block"><mrow><mtext>start</mtext><mo>≤</mo><mi>e</mi><mi>/</mi><mi>E</mi><mo>≤</mo><mtext>end</mtext></mrow></math>',
  '@start \\le @progress \\le @end':
    '<math display="block"><mrow><mtext>@start@</mtext><mrow><mspace width="0.2778em"></mspace><mo>≤</mo><mspace width="0.2778em"></mspace></mrow><mtext>@progress@</mtext><mrow><mspace width="0.2778em"></mspace><mo>≤</mo><mspace width="0.2778em"></mspace></mrow><mtext>@end@</mtext></mrow></math>',
  'e/E < \\text{start} \\;\\text{or}\\; e/E > \\text{end}':
    '<math display="block"><mrow><mi>e</mi><mi>/</mi><mi>E</mi><mo>&lt;</mo><mtext>start</mtext><mspace width="0.2778em"></mspace><mtext>or</mtext><mspace width="0.2778em"></mspace><mi>e</mi><mi>/</mi><mi>E</mi><mo>&gt;</mo><mtext>end</mtext></mrow></math>',
  'e/E = @progress': '<math display="block"><mrow><mi>e</mi><mi>/</mi><mi>E</mi><mo>=</mo><mtext>@progress@</mtext></mrow></math>',
  '@start, @end': '<math display="block"><mrow><mtext>@start@</mtext><mo separator="true">,</mo><mtext>@end@</mtext></mrow></math>',
  'g_v = \\hat g - \\frac{\\langle\\hat g,g\\rangle}{\\lVert g\\rVert^2}\\,g':
    '<math display="block"><mrow><msub><mi>g</mi><mi>v</mi></msub><mo>=</mo><mover><mi>g</mi><mo stretchy="false">ˆ</mo></mover><mo>−</mo><mfrac><mrow><mo fence="true" form="prefix" stretchy="false">⟨</mo><mover><mi>g</mi><mo stretchy="false">ˆ</mo></mover><mo separator="true">,</mo><mi>g</mi><mo fence="true" form="postfix" stretchy="false">⟩</mo></mrow><msup><mrow><mo fence="true" form="prefix" stretchy="false">‖</mo><mi>g</mi><mo fence="true" form="postfix" stretchy="false">‖</mo></mrow><mn>2</mn></msup></mfrac><mspace width="0.1667em"></mspace><mi>g</mi></mrow></math>',
  '\\lVert g_v\\rVert = @gvNorm':
    '<math display="block"><mrow><mrow><mo fence="true" form="prefix" stretchy="false">‖</mo><msub><mi>g</mi><mi>v</mi></msub><mo fence="true" form="postfix" stretchy="false">‖</mo></mrow><mo>=</mo><mtext>@gvNorm@</mtext></mrow></math>',
  'u = g + \\alpha\\,\\frac{\\lVert g\\rVert}{\\lVert g_v\\rVert}\\,g_v':
    '<math display="block"><mrow><mi>u</mi><mo>=</mo><mi>g</mi><mo>+</mo><mi>α</mi><mspace width="0.1667em"></mspace><mfrac><mrow><mo fence="true" form="prefix" stretchy="false">‖</mo><mi>g</mi><mo fence="true" form="postfix" stretchy="false">‖</mo></mrow><mrow><mo fence="true" form="prefix" stretchy="false">‖</mo><msub><mi>g</mi><mi>v</mi></msub><mo fence="true" form="postfix" stretchy="false">‖</mo></mrow></mfrac><mspace width="0.1667em"></mspace><msub><mi>g</mi><mi>v</mi></msub></mrow></math>',
  '\\alpha = @reuse': '<math display="block"><mrow><mi>α</mi><mo>=</mo><mtext>@reuse@</mtext></mrow></math>',
  'g = \\nabla Q(w)':
    '<math display="block"><mrow><mi>g</mi><mo>=</mo><mo form="prefix" stretchy="false">∇</mo><mi>Q</mi><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>w</mi><mo fence="true" form="postfix" stretchy="false">)</mo></mrow></mrow></math>',
  'Q(w) = @ascentObjective':
    '<math display="block"><mrow><mi>Q</mi><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>w</mi><mo fence="true" form="postfix" stretchy="false">)</mo></mrow><mo>=</mo><mtext>@ascentObjective@</mtext></mrow></math>',
  '\\delta_0 = \\sigma\\, s\\odot z':
    '<math display="block"><mrow><msub><mi>δ</mi><mn>0</mn></msub><mo>=</mo><mi>σ</mi><mspace width="0.1667em"></mspace><mi>s</mi><mo>⊙</mo><mi>z</mi></mrow></math>',
  'g_0 = \\nabla L(w+\\delta_0)':
    '<math display="block"><mrow><msub><mi>g</mi><mn>0</mn></msub><mo>=</mo><mo form="prefix" stretchy="false">∇</mo><mi>L</mi><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>w</mi><mo>+</mo><msub><mi>δ</mi><mn>0</mn></msub><mo fence="true" form="postfix" stretchy="false">)</mo></mrow></mrow></math>',
  '\\lVert g_0\\rVert = @gradNorm':
    '<math display="block"><mrow><mrow><mo fence="true" form="prefix" stretchy="false">‖</mo><msub><mi>g</mi><mn>0</mn></msub><mo fence="true" form="postfix" stretchy="false">‖</mo></mrow><mo>=</mo><mtext>@gradNorm@</mtext></mrow></math>',
  'L(w+\\delta_0) = @lossSmoothed':
    '<math display="block"><mrow><mi>L</mi><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>w</mi><mo>+</mo><msub><mi>δ</mi><mn>0</mn></msub><mo fence="true" form="postfix" stretchy="false">)</mo></mrow><mo>=</mo><mtext>@lossSmoothed@</mtext></mrow></math>',
  '\\delta_0 = z/\\sqrt{N s}':
    '<math display="block"><mrow><msub><mi>δ</mi><mn>0</mn></msub><mo>=</mo><mi>z</mi><mi>/</mi><msqrt><mrow><mi>N</mi><mi>s</mi></mrow></msqrt></mrow></math>',
  'd = g - \\sigma\\, m,\\quad m \\leftarrow \\lambda m + (1-\\lambda)\\,g':
    '<math display="block"><mrow><mi>d</mi><mo>=</mo><mi>g</mi><mo>−</mo><mi>σ</mi><mspace width="0.1667em"></mspace><mi>m</mi><mo separator="true">,</mo><mspace width="1em"></mspace><mi>m</mi><mo stretchy="false">←</mo><mi>λ</mi><mi>m</mi><mo>+</mo><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mn>1</mn><mo>−</mo><mi>λ</mi><mo fence="true" form="postfix" stretchy="false">)</mo></mrow><mspace width="0.1667em"></mspace><mi>g</mi></mrow></math>',
  '\\sigma = @less': '<math display="block"><mrow><mi>σ</mi><mo>=</mo><mtext>@less@</mtext></mrow></math>',
  '\\lambda = @keep': '<math display="block"><mrow><mi>λ</mi><mo>=</mo><mtext>@keep@</mtext></mrow></math>',
  'e \\leftarrow (1-\\theta)\\,e + \\theta\\,g':
    '<math display="block"><mrow><mi>e</mi><mo stretchy="false">←</mo><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mn>1</mn><mo>−</mo><mi>θ</mi><mo fence="true" form="postfix" stretchy="false">)</mo></mrow><mspace width="0.1667em"></mspace><mi>e</mi><mo>+</mo><mi>θ</mi><mspace width="0.1667em"></mspace><mi>g</mi></mrow></math>',
  '\\theta = @theta': '<math display="block"><mrow><mi>θ</mi><mo>=</mo><mtext>@theta@</mtext></mrow></math>',
  '\\varepsilon = -\\rho\\,\\frac{v_{t-1}}{\\lVert v_{t-1}\\rVert}':
    '<math display="block"><mrow><mi>ε</mi><mo>=</mo><mo form="prefix" stretchy="false">−</mo><mi>ρ</mi><mspace width="0.1667em"></mspace><mfrac><msub><mi>v</mi><mrow><mi>t</mi><mo>−</mo><mn>1</mn></mrow></msub><mrow><mo fence="true" form="prefix" stretchy="false">‖</mo><msub><mi>v</mi><mrow><mi>t</mi><mo>−</mo><mn>1</mn></mrow></msub><mo fence="true" form="postfix" stretchy="false">‖</mo></mrow></mfrac></mrow></math>',
  'c(g) = g - \\overline{g}_{\\text{unit}}':
    '<math display="block"><mrow><mi>c</mi><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>g</mi><mo fence="true" form="postfix" stretchy="false">)</mo></mrow><mo>=</mo><mi>g</mi><mo>−</mo><msub><menclose notation="top"><mi>g</mi></menclose><mtext>unit</mtext></msub></mrow></math>',
  '\\varepsilon = \\rho\\,\\frac{g}{\\lVert g\\rVert}':
    '<math display="block"><mrow><mi>ε</mi><mo>=</mo><mi>ρ</mi><mspace width="0.1667em"></mspace><mfrac><mi>g</mi><mrow><mo fence="true" form="prefix" stretchy="false">‖</mo><mi>g</mi><mo fence="true" form="postfix" stretchy="false">‖</mo></mrow></mfrac></mrow></math>',
  '\\varepsilon = \\rho\\,\\,\\mathrm{sign}(g)':
    '<math display="block"><mrow><mi>ε</mi><mo>=</mo><mi>ρ</mi><mspace width="0.1667em"></mspace><mspace width="0.1667em"></mspace><mpadded lspace="0"><mi>sign</mi></mpadded><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>g</mi><mo fence="true" form="postfix" stretchy="false">)</mo></mrow></mrow></math>',
  '\\varepsilon = \\rho\\, g':
    '<math display="block"><mrow><mi>ε</mi><mo>=</mo><mi>ρ</mi><mspace width="0.1667em"></mspace><mi>g</mi></mrow></math>',
  '\\varepsilon = \\rho\\,\\frac{T^2 g}{\\lVert T g\\rVert}':
    '<math display="block"><mrow><mi>ε</mi><mo>=</mo><mi>ρ</mi><mspace width="0.1667em"></mspace><mfrac><mrow><msup><mi>T</mi><mn>2</mn></msup><mi>g</mi></mrow><mrow><mo fence="true" form="prefix" stretchy="false">‖</mo><mi>T</mi><mi>g</mi><mo fence="true" form="postfix" stretchy="false">‖</mo></mrow></mfrac></mrow></math>',
  '\\lVert T^{-1}\\varepsilon\\rVert = @ballLength':
    '<math display="block"><mrow><mrow><mo fence="true" form="prefix" stretchy="false">‖</mo><msup><mi>T</mi><mrow><mo form="prefix" stretchy="false" lspace="0em" rspace="0em">−</mo><mn>1</mn></mrow></msup><mi>ε</mi><mo fence="true" form="postfix" stretchy="false">‖</mo></mrow><mo>=</mo><mtext>@ballLength@</mtext></mrow></math>',
  '\\varepsilon = \\rho\\,T\\,\\mathrm{sign}(g)':
    '<math display="block"><mrow><mi>ε</mi><mo>=</mo><mi>ρ</mi><mspace width="0.1667em"></mspace><mi>T</mi><mspace width="0.1667em"></mspace><mpadded lspace="0"><mi>sign</mi></mpadded><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>g</mi><mo fence="true" form="postfix" stretchy="false">)</mo></mrow></mrow></math>',
  '\\varepsilon = \\rho\\,T^2 g':
    '<math display="block"><mrow><mi>ε</mi><mo>=</mo><mi>ρ</mi><mspace width="0.1667em"></mspace><msup><mi>T</mi><mn>2</mn></msup><mi>g</mi></mrow></math>',
  '\\varepsilon = \\rho\\,|w|\\odot\\frac{g}{\\lVert g\\rVert}':
    '<math display="block"><mrow><mi>ε</mi><mo>=</mo><mi>ρ</mi><mspace width="0.1667em"></mspace><mi>|</mi><mi>w</mi><mi>|</mi><mo>⊙</mo><mfrac><mi>g</mi><mrow><mo fence="true" form="prefix" stretchy="false">‖</mo><mi>g</mi><mo fence="true" form="postfix" stretchy="false">‖</mo></mrow></mfrac></mrow></math>',
  '\\varepsilon = \\rho\\,\\frac{F^{-1}g}{\\sqrt{g^\\top F^{-1}g}},\\quad F^{-1} = \\frac1{1+\\eta g^2}':
    '<math display="block"><mrow><mi>ε</mi><mo>=</mo><mi>ρ</mi><mspace width="0.1667em"></mspace><mfrac><mrow><msup><mi>F</mi><mrow><mo form="prefix" stretchy="false" lspace="0em" rspace="0em">−</mo><mn>1</mn></mrow></msup><mi>g</mi></mrow><msqrt><mrow><msup><mi>g</mi><mi>⊤</mi></msup><msup><mi>F</mi><mrow><mo form="prefix" stretchy="false" lspace="0em" rspace="0em">−</mo><mn>1</mn></mrow></msup><mi>g</mi></mrow></msqrt></mfrac><mo separator="true">,</mo><mspace width="1em"></mspace><msup><mi>F</mi><mrow><mo form="prefix" stretchy="false" lspace="0em" rspace="0em">−</mo><mn>1</mn></mrow></msup><mo>=</mo><mfrac><mn>1</mn><mrow><mn>1</mn><mo>+</mo><mi>η</mi><msup><mi>g</mi><mn>2</mn></msup></mrow></mfrac></mrow></math>',
  '\\eta = @narrow': '<math display="block"><mrow><mi>η</mi><mo>=</mo><mtext>@narrow@</mtext></mrow></math>',
  '\\varepsilon = \\rho\\,\\frac{P^{-1} g}{\\lVert P^{-1/2} g\\rVert}':
    '<math display="block"><mrow><mi>ε</mi><mo>=</mo><mi>ρ</mi><mspace width="0.1667em"></mspace><mfrac><mrow><msup><mi>P</mi><mrow><mo form="prefix" stretchy="false" lspace="0em" rspace="0em">−</mo><mn>1</mn></mrow></msup><mi>g</mi></mrow><mrow><mo fence="true" form="prefix" stretchy="false">‖</mo><msup><mi>P</mi><mrow><mo form="prefix" stretchy="false" lspace="0em" rspace="0em">−</mo><mn>1</mn><mi>/</mi><mn>2</mn></mrow></msup><mi>g</mi><mo fence="true" form="postfix" stretchy="false">‖</mo></mrow></mfrac></mrow></math>',
  '\\varepsilon = \\rho\\,\\frac{\\delta_0+\\lambda g_0}{\\lVert\\delta_0+\\lambda g_0\\rVert}':
    '<math display="block"><mrow><mi>ε</mi><mo>=</mo><mi>ρ</mi><mspace width="0.1667em"></mspace><mfrac><mrow><msub><mi>δ</mi><mn>0</mn></msub><mo>+</mo><mi>λ</mi><msub><mi>g</mi><mn>0</mn></msub></mrow><mrow><mo fence="true" form="prefix" stretchy="false">‖</mo><msub><mi>δ</mi><mn>0</mn></msub><mo>+</mo><mi>λ</mi><msub><mi>g</mi><mn>0</mn></msub><mo fence="true" form="postfix" stretchy="false">‖</mo></mrow></mfrac></mrow></math>',
  '\\lambda = @push': '<math display="block"><mrow><mi>λ</mi><mo>=</mo><mtext>@push@</mtext></mrow></math>',
  'd \\leftarrow \\tfrac1\\beta\\, m\\odot d':
    '<math display="block"><mrow><mi>d</mi><mo stretchy="false">←</mo><mstyle displaystyle="false" scriptlevel="0"><mfrac><mn>1</mn><mi>β</mi></mfrac></mstyle><mspace width="0.1667em"></mspace><mi>m</mi><mo>⊙</mo><mi>d</mi></mrow></math>',
  '\\beta = @beta': '<math display="block"><mrow><mi>β</mi><mo>=</mo><mtext>@beta@</mtext></mrow></math>',
  'g \\leftarrow m\\odot g':
    '<math display="block"><mrow><mi>g</mi><mo stretchy="false">←</mo><mi>m</mi><mo>⊙</mo><mi>g</mi></mrow></math>',
  '\\delta_{i+1} = \\delta_i + s\\rho\\, d\\bigl(\\nabla L(w+\\delta_i)\\bigr)':
    '<math display="block"><mrow><msub><mi>δ</mi><mrow><mi>i</mi><mo>+</mo><mn>1</mn></mrow></msub><mo>=</mo><msub><mi>δ</mi><mi>i</mi></msub><mo>+</mo><mi>s</mi><mi>ρ</mi><mspace width="0.1667em"></mspace><mi>d</mi><mo fence="true" symmetric="true" minsize="1.2em" maxsize="1.2em">(</mo><mo form="prefix" stretchy="false">∇</mo><mi>L</mi><mo form="prefix" stretchy="false">(</mo><mi>w</mi><mo>+</mo><msub><mi>δ</mi><mi>i</mi></msub><mo form="postfix" stretchy="false">)</mo><mo fence="true" symmetric="true" minsize="1.2em" maxsize="1.2em">)</mo></mrow></math>',
  'n = @count': '<math display="block"><mrow><mi>n</mi><mo>=</mo><mtext>@count@</mtext></mrow></math>',
  's = @stride': '<math display="block"><mrow><mi>s</mi><mo>=</mo><mtext>@stride@</mtext></mrow></math>',
  '\\frac{\\mathrm dF}{\\mathrm d\\rho} = -\\eta\\,\\langle\\nabla F(w_{t+1}),\\hat g^2\\odot d\\rangle':
    '<math display="block"><mrow><mfrac><mrow><mrow><mi mathvariant="normal">d</mi><mspace></mspace></mrow><mi>F</mi></mrow><mrow><mrow><mi mathvariant="normal">d</mi><mspace></mspace></mrow><mi>ρ</mi></mrow></mfrac><mo>=</mo><mo form="prefix" stretchy="false">−</mo><mi>η</mi><mspace width="0.1667em"></mspace><mrow><mo fence="true" form="prefix" stretchy="false">⟨</mo><mo form="prefix" stretchy="false">∇</mo><mi>F</mi><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><msub><mi>w</mi><mrow><mi>t</mi><mo>+</mo><mn>1</mn></mrow></msub><mo fence="true" form="postfix" stretchy="false">)</mo></mrow><mo separator="true">,</mo><msup><mover><mi>g</mi><mo stretchy="false">ˆ</mo></mover><mn>2</mn></msup><mo>⊙</mo><mi>d</mi><mo fence="true" form="postfix" stretchy="false">⟩</mo></mrow></mrow></math>',
  '\\mathrm dF/\\mathrm d\\rho = @hyperGradRho':
    '<math display="block"><mrow><mrow><mi mathvariant="normal">d</mi><mspace></mspace></mrow><mi>F</mi><mi>/</mi><mrow><mi mathvariant="normal">d</mi><mspace></mspace></mrow><mi>ρ</mi><mo>=</mo><mtext>@hyperGradRho@</mtext></mrow></math>',
  '\\rho: @radius \\to @radiusAfter':
    '<math display="block"><mrow><mi>ρ</mi><mo lspace="0.2222em" rspace="0.2222em">:</mo><mtext>@radius@</mtext><mrow><mspace width="0.2778em"></mspace><mo>→</mo><mspace width="0.2778em"></mspace></mrow><mtext>@radiusAfter@</mtext></mrow></math>',
  'B^+ = \\mathrm{top}\\bigl(\\ell_i(w+\\varepsilon) - \\ell_i(w)\\bigr)':
    '<math display="block"><mrow><msup><mi>B</mi><mo form="prefix" stretchy="false">+</mo></msup><mo>=</mo><mpadded lspace="0"><mi>top</mi></mpadded><mo fence="true" symmetric="true" minsize="1.2em" maxsize="1.2em">(</mo><msub><mi>ℓ</mi><mi>i</mi></msub><mo form="prefix" stretchy="false">(</mo><mi>w</mi><mo>+</mo><mi>ε</mi><mo form="postfix" stretchy="false">)</mo><mo>−</mo><msub><mi>ℓ</mi><mi>i</mi></msub><mo form="prefix" stretchy="false">(</mo><mi>w</mi><mo form="postfix" stretchy="false">)</mo><mo fence="true" symmetric="true" minsize="1.2em" maxsize="1.2em">)</mo></mrow></math>',
  '\\hat g = \\nabla L_{B^+}(w+\\varepsilon)':
    '<math display="block"><mrow><mover><mi>g</mi><mo stretchy="false">ˆ</mo></mover><mo>=</mo><mo form="prefix" stretchy="false">∇</mo><msub><mi>L</mi><msup><mi>B</mi><mo form="prefix" stretchy="false">+</mo></msup></msub><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>w</mi><mo>+</mo><mi>ε</mi><mo fence="true" form="postfix" stretchy="false">)</mo></mrow></mrow></math>',
  'L_{B^+}(w+\\varepsilon) = @lossPerturbed':
    '<math display="block"><mrow><msub><mi>L</mi><msup><mi>B</mi><mo form="prefix" stretchy="false">+</mo></msup></msub><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>w</mi><mo>+</mo><mi>ε</mi><mo fence="true" form="postfix" stretchy="false">)</mo></mrow><mo>=</mo><mtext>@lossPerturbed@</mtext></mrow></math>',
  'u = \\hat g - \\alpha\\, g_\\perp':
    '<math display="block"><mrow><mi>u</mi><mo>=</mo><mover><mi>g</mi><mo stretchy="false">ˆ</mo></mover><mo>−</mo><mi>α</mi><mspace width="0.1667em"></mspace><msub><mi>g</mi><mo>⟂</mo></msub></mrow></math>',
  '\\alpha = @across': '<math display="block"><mrow><mi>α</mi><mo>=</mo><mtext>@across@</mtext></mrow></math>',
  '\\lVert g_\\perp\\rVert = @perpNorm':
    '<math display="block"><mrow><mrow><mo fence="true" form="prefix" stretchy="false">‖</mo><msub><mi>g</mi><mo>⟂</mo></msub><mo fence="true" form="postfix" stretchy="false">‖</mo></mrow><mo>=</mo><mtext>@perpNorm@</mtext></mrow></math>',
  'u = g + \\alpha\\, \\hat g_\\perp':
    '<math display="block"><mrow><mi>u</mi><mo>=</mo><mi>g</mi><mo>+</mo><mi>α</mi><mspace width="0.1667em"></mspace><msub><mover><mi>g</mi><mo stretchy="false">ˆ</mo></mover><mo>⟂</mo></msub></mrow></math>',
  '\\lVert \\hat g_\\perp\\rVert = @perpNorm':
    '<math display="block"><mrow><mrow><mo fence="true" form="prefix" stretchy="false">‖</mo><msub><mover><mi>g</mi><mo stretchy="false">ˆ</mo></mover><mo>⟂</mo></msub><mo fence="true" form="postfix" stretchy="false">‖</mo></mrow><mo>=</mo><mtext>@perpNorm@</mtext></mrow></math>',
  'u = (1-\\alpha)\\,g + \\alpha\\,\\hat g':
    '<math display="block"><mrow><mi>u</mi><mo>=</mo><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mn>1</mn><mo>−</mo><mi>α</mi><mo fence="true" form="postfix" stretchy="false">)</mo></mrow><mspace width="0.1667em"></mspace><mi>g</mi><mo>+</mo><mi>α</mi><mspace width="0.1667em"></mspace><mover><mi>g</mi><mo stretchy="false">ˆ</mo></mover></mrow></math>',
  'u = g,\\quad w \\leftarrow w - \\eta\\,\\alpha\\,(\\hat g - g)':
    '<math display="block"><mrow><mi>u</mi><mo>=</mo><mi>g</mi><mo separator="true">,</mo><mspace width="1em"></mspace><mi>w</mi><mo stretchy="false">←</mo><mi>w</mi><mo>−</mo><mi>η</mi><mspace width="0.1667em"></mspace><mi>α</mi><mspace width="0.1667em"></mspace><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mover><mi>g</mi><mo stretchy="false">ˆ</mo></mover><mo>−</mo><mi>g</mi><mo fence="true" form="postfix" stretchy="false">)</mo></mrow></mrow></math>',
  '\\gamma = @share': '<math display="block"><mrow><mi>γ</mi><mo>=</mo><mtext>@share@</mtext></mrow></math>',
  'g_S = \\nabla \\tfrac{c}{B}\\textstyle\\sum_S \\ell(w)':
    '<math display="block"><mrow><msub><mi>g</mi><mi>S</mi></msub><mo>=</mo><mo form="prefix" stretchy="false">∇</mo><mstyle displaystyle="false" scriptlevel="0"><mfrac><mi>c</mi><mi>B</mi></mfrac></mstyle><mstyle scriptlevel="0" displaystyle="false"><msub><mo movablelimits="false">∑</mo><mi>S</mi></msub><mi>ℓ</mi><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>w</mi><mo fence="true" form="postfix" stretchy="false">)</mo></mrow></mstyle></mrow></math>',
  '|S| = @tailSamples': '<math display="block"><mrow><mi>|</mi><mi>S</mi><mi>|</mi><mo>=</mo><mtext>@tailSamples@</mtext></mrow></math>',
  '\\lVert g_S\\rVert = @tailGradNorm':
    '<math display="block"><mrow><mrow><mo fence="true" form="prefix" stretchy="false">‖</mo><msub><mi>g</mi><mi>S</mi></msub><mo fence="true" form="postfix" stretchy="false">‖</mo></mrow><mo>=</mo><mtext>@tailGradNorm@</mtext></mrow></math>',
  'u = g_H + \\hat g_S':
    '<math display="block"><mrow><mi>u</mi><mo>=</mo><msub><mi>g</mi><mi>H</mi></msub><mo>+</mo><msub><mover><mi>g</mi><mo stretchy="false">ˆ</mo></mover><mi>S</mi></msub></mrow></math>',
  '\\lVert\\hat g_S\\rVert = @perturbedGradNorm':
    '<math display="block"><mrow><mrow><mo fence="true" form="prefix" stretchy="false">‖</mo><msub><mover><mi>g</mi><mo stretchy="false">ˆ</mo></mover><mi>S</mi></msub><mo fence="true" form="postfix" stretchy="false">‖</mo></mrow><mo>=</mo><mtext>@perturbedGradNorm@</mtext></mrow></math>',
  '\\hat g = \\nabla L(w+\\delta_0)':
    '<math display="block"><mrow><mover><mi>g</mi><mo stretchy="false">ˆ</mo></mover><mo>=</mo><mo form="prefix" stretchy="false">∇</mo><mi>L</mi><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>w</mi><mo>+</mo><msub><mi>δ</mi><mn>0</mn></msub><mo fence="true" form="postfix" stretchy="false">)</mo></mrow></mrow></math>',
  'L(w+\\delta_0) = @lossPerturbed':
    '<math display="block"><mrow><mi>L</mi><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>w</mi><mo>+</mo><msub><mi>δ</mi><mn>0</mn></msub><mo fence="true" form="postfix" stretchy="false">)</mo></mrow><mo>=</mo><mtext>@lossPerturbed@</mtext></mrow></math>',
  'D(v) = \\frac{L(w+\\rho v)-L(w)}{\\rho^2}':
    '<math display="block"><mrow><mi>D</mi><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>v</mi><mo fence="true" form="postfix" stretchy="false">)</mo></mrow><mo>=</mo><mfrac><mrow><mi>L</mi><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>w</mi><mo>+</mo><mi>ρ</mi><mi>v</mi><mo fence="true" form="postfix" stretchy="false">)</mo></mrow><mo>−</mo><mi>L</mi><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>w</mi><mo fence="true" form="postfix" stretchy="false">)</mo></mrow></mrow><msup><mi>ρ</mi><mn>2</mn></msup></mfrac></mrow></math>',
  'u = g + \\lambda\\,\\nabla R':
    '<math display="block"><mrow><mi>u</mi><mo>=</mo><mi>g</mi><mo>+</mo><mi>λ</mi><mspace width="0.1667em"></mspace><mo form="prefix" stretchy="false">∇</mo><mi>R</mi></mrow></math>',
  'R = @regularizer': '<math display="block"><mrow><mi>R</mi><mo>=</mo><mtext>@regularizer@</mtext></mrow></math>',
  '\\lambda = @lambda': '<math display="block"><mrow><mi>λ</mi><mo>=</mo><mtext>@lambda@</mtext></mrow></math>',
  '\\lVert\\nabla R\\rVert = @regGradNorm':
    '<math display="block"><mrow><mrow><mo fence="true" form="prefix" stretchy="false">‖</mo><mo form="prefix" stretchy="false">∇</mo><mi>R</mi><mo fence="true" form="postfix" stretchy="false">‖</mo></mrow><mo>=</mo><mtext>@regGradNorm@</mtext></mrow></math>',
  'L_i = L(w+\\rho v_i)':
    '<math display="block"><mrow><msub><mi>L</mi><mi>i</mi></msub><mo>=</mo><mi>L</mi><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>w</mi><mo>+</mo><mi>ρ</mi><msub><mi>v</mi><mi>i</mi></msub><mo fence="true" form="postfix" stretchy="false">)</mo></mrow></mrow></math>',
  'u = g + \\frac{\\lambda}{\\rho^2}\\,\\mathrm{Cov}(L_i,\\nabla L_i)':
    '<math display="block"><mrow><mi>u</mi><mo>=</mo><mi>g</mi><mo>+</mo><mfrac><mi>λ</mi><msup><mi>ρ</mi><mn>2</mn></msup></mfrac><mspace width="0.1667em"></mspace><mpadded lspace="0"><mi>Cov</mi></mpadded><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><msub><mi>L</mi><mi>i</mi></msub><mo separator="true">,</mo><mo form="prefix" stretchy="false">∇</mo><msub><mi>L</mi><mi>i</mi></msub><mo fence="true" form="postfix" stretchy="false">)</mo></mrow></mrow></math>',
  '\\lVert\\mathrm{Cov}\\rVert = @covNorm':
    '<math display="block"><mrow><mrow><mo fence="true" form="prefix" stretchy="false">‖</mo><mpadded lspace="0"><mi>Cov</mi></mpadded><mo fence="true" form="postfix" stretchy="false">‖</mo></mrow><mo>=</mo><mtext>@covNorm@</mtext></mrow></math>',
  'w \\leftarrow w - \\eta\\,(u + \\lambda w + m\\,v)':
    '<math display="block"><mrow><mi>w</mi><mo stretchy="false">←</mo><mi>w</mi><mo>−</mo><mi>η</mi><mspace width="0.1667em"></mspace><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>u</mi><mo>+</mo><mi>λ</mi><mi>w</mi><mo>+</mo><mi>m</mi><mspace width="0.1667em"></mspace><mi>v</mi><mo fence="true" form="postfix" stretchy="false">)</mo></mrow></mrow></math>',
  'm = @momentum': '<math display="block"><mrow><mi>m</mi><mo>=</mo><mtext>@momentum@</mtext></mrow></math>',
  'w \\leftarrow w - \\eta\\,\\frac{a}{\\sqrt{s}+\\epsilon}':
    '<math display="block"><mrow><mi>w</mi><mo stretchy="false">←</mo><mi>w</mi><mo>−</mo><mi>η</mi><mspace width="0.1667em"></mspace><mfrac><mi>a</mi><mrow><msqrt><mrow><mi>s</mi><mspace width="0pt" height="0.5em"></mspace></mrow></msqrt><mo>+</mo><mi>ϵ</mi></mrow></mfrac></mrow></math>',
  'w \\leftarrow (1-\\eta\\lambda)\\,w - \\eta\\,\\frac{a}{\\sqrt{s}+\\epsilon}':
    '<math display="block"><mrow><mi>w</mi><mo stretchy="false">←</mo><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mn>1</mn><mo>−</mo><mi>η</mi><mi>λ</mi><mo fence="true" form="postfix" stretchy="false">)</mo></mrow><mspace width="0.1667em"></mspace><mi>w</mi><mo>−</mo><mi>η</mi><mspace width="0.1667em"></mspace><mfrac><mi>a</mi><mrow><msqrt><mrow><mi>s</mi><mspace width="0pt" height="0.5em"></mspace></mrow></msqrt><mo>+</mo><mi>ϵ</mi></mrow></mfrac></mrow></math>',
  '\\cos(\\varepsilon,\\varepsilon_L) = @lossCosine':
    '<math display="block"><mrow><mrow><mi>cos</mi><mo>⁡</mo></mrow><mrow><mo fence="true" form="prefix" stretchy="false">(</mo><mi>ε</mi><mo separator="true">,</mo><msub><mi>ε</mi><mi>L</mi></msub><mo fence="true" form="postfix" stretchy="false">)</mo></mrow><mo>=</mo><mtext>@lossCosine@</mtext></mrow></math>',
};
