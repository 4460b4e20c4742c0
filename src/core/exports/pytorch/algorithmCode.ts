/**
 * One run's update as Python: only the parts that it has, each as the file of that part defines it (`core/sam/<slot>`).
 * What has no code here is named by `unwrittenParts` and never approximated.
 */
import { schedules } from '../../sam/schedule/schedules';
import type { SlotName } from '../../sam/slots';
import { entryOf } from '../../settings/entry';
import type { Experiment, RunSettings } from '../../settings/experiment';
import { climbs, slotRegistry } from '../../settings/runs';
import { slotsInUse } from '../../settings/composition';

const WRITTEN: { readonly [S in SlotName]: readonly string[] } = {
  batching: ['whole'],
  gate: ['always', 'never', 'every', 'bernoulli', 'bernoulli-linear', 'adaptive'],
  fallback: ['erm', 'reuse'],
  ascent: ['ce', 'bisam-log', 'bisam-tanh'],
  point: ['params'],
  geometry: ['l2', 'elementwise-weights', 'elementwise-all', 'filterwise'],
  mask: ['none'],
  radius: ['fixed', 'follows', 'lets'],
  selection: ['all'],
  descent: ['perturbed', 'gsam'],
};

/** Labels of the run's parts that have no code. */
export function unwrittenParts(run: RunSettings): readonly string[] {
  const missing = slotsInUse(run).filter((slot) => !WRITTEN[slot].includes(run.parts[slot].kind));
  return missing.map((slot) => `“${entryOf(slotRegistry(slot), run.parts[slot].kind).label}”`);
}

type Lines = readonly string[];

/** `def rate(step)`: η of a step. Constants `LR`, `STEPS_PER_EPOCH` and `TOTAL_STEPS` are the script's. */
export function rateCode({ schedule: { kind, values } }: Experiment): Lines {
  const position =
    values.per === 'step'
      ? ['at, total = step, TOTAL_STEPS']
      : ['at, total = step // STEPS_PER_EPOCH, math.ceil(TOTAL_STEPS / STEPS_PER_EPOCH)'];
  const factors: Readonly<Record<string, string>> = {
    constant: '1',
    cosine: `${values.floor} + (1 - ${values.floor}) * (1 + math.cos(math.pi * at / total)) / 2`,
    multistep: `${values.drop} ** sum(milestone <= at for milestone in [${String(values.at)}])`,
    linear: `at / ${values.warmup} if at < ${values.warmup} else max(0, total - at) / max(1, total - ${values.warmup})`,
    exponential: `${values.gamma} ** at`,
  };
  const factor = factors[kind];
  if (factor === undefined) throw new Error(`rateCode: no code for “${kind}”`);
  return ['def rate(step):', ...indented([...(kind === 'constant' ? [] : position), `return LR * (${factor})`])];
}

/** `def ascent(logits, y)`: what the adversary climbs, mean over the batch. */
export function ascentCode({ parts }: RunSettings): Lines {
  const { kind, values } = parts.ascent;
  if (kind === 'ce') return ['ascent = loss_of'];
  const phi = kind === 'bisam-log' ? '1 - F.softplus(math.log(math.e - 1) - margins)' : `torch.tanh(${values.alpha} * margins)`;
  return [
    'def ascent(logits, y):',
    ...indented([
      '# BiSAM (arXiv:2407.12993): a soft maximum of a bounded function of the margins',
      'margins = logits - logits.gather(1, y[:, None])',
      `return (torch.logsumexp(${values.mu} * (${phi}), 1) / ${values.mu}).mean()`,
    ]),
  ];
}

/** `def direction_of(g, w)`: the climb of length one in its geometry. */
export function geometryCode({ parts }: RunSettings): Lines {
  const { kind, values } = parts.geometry;
  if (kind === 'l2') return ['def direction_of(g, w):', ...indented([`return g / (g.norm() + ${values.floor})`])];
  const scale: Readonly<Record<string, string>> = {
    'elementwise-weights': `tensor.abs() + ${values.eta} if kind in ("kernel", "gamma") else torch.ones_like(tensor)`,
    'elementwise-all': `tensor.abs() + ${values.eta}`,
    filterwise:
      `tensor.square().sum((0, 1, 2), keepdim=True).sqrt().expand_as(tensor) + ${values.eta}` +
      ` if kind == "kernel" and tensor.ndim == 4 else tensor.abs() + ${values.eta}`,
  };
  return [
    'def direction_of(g, w):',
    ...indented([
      '# ASAM (arXiv:2102.11600): relative to the weights',
      'scale = torch.cat([',
      `    (${scale[kind]}).reshape(-1)`,
      '    for tensor, (_, _, kind) in zip(views(w), TENSORS)',
      '])',
      `return scale * (scale * g) / ((scale * g).norm() + ${values.floor})`,
    ]),
  ];
}

/** State before the first step. */
export function stateCode(run: RunSettings, { optimizer }: Experiment): Lines {
  const { gate, fallback, radius } = run.parts;
  return [
    ...(optimizer.kind === 'sgd' ? (Number(optimizer.values.momentum) === 0 ? [] : ['velocity = None']) : ['first = second = 0.0']),
    ...(gate.kind === 'adaptive' ? ['mean, variance = 0.0, math.exp(-10)'] : []),
    ...(climbs(run) && fallback.kind === 'reuse' ? ['orthogonal = None'] : []),
    ...(climbs(run) && radius.kind === 'lets' ? [`nu, nu_first, nu_second, nu_count = math.log(${radius.values.rho0}), 0.0, 0.0, 0`] : []),
  ];
}

/** The body of the loop over steps, from `x`, `y` and `eta` to the next `w`; leaves `loss` and `norm` of the step. */
export function stepCode(run: RunSettings, experiment: Experiment): Lines {
  if (!climbs(run)) return [...plain('loss'), 'norm = u.norm()', ...updateCode(experiment)];
  const { gate, fallback, radius } = run.parts;
  const opening = openingOf(run);
  const open = [...climbCode(run, experiment), ...(fallback.kind === 'reuse' ? rememberCode() : [])];
  const closed = [...plain('loss'), 'norm = u.norm()', ...(fallback.kind === 'reuse' ? reuseCode(run) : [])];
  const isAlways = gate.kind === 'always';
  const learn = radius.kind === 'lets' ? learnCode(run) : [];
  return [
    ...opening,
    ...(isAlways ? open : ['if is_open:', ...indented(open), 'else:', ...indented(closed)]),
    ...updateCode(experiment),
    ...(learn.length > 0 ? (isAlways ? learn : ['if is_open:', ...indented(learn)]) : []),
  ];
}

const plain = (loss: string): Lines => [`u, ${loss} = gradient(loss_of, w, x, y)`];

function openingOf({ parts: { gate } }: RunSettings): Lines {
  const { values } = gate;
  switch (gate.kind) {
    case 'always':
      return [];
    case 'every':
      return [`is_open = step % ${values.k} == 0`];
    case 'adaptive':
      return [
        '# AE-SAM (arXiv:2304.14647, algorithm 1)',
        'squared = float(gradient(loss_of, w, x, y)[0].square().sum())',
        `mean = ${values.delta} * mean + (1 - ${values.delta}) * squared`,
        `variance = ${values.delta} * variance + (1 - ${values.delta}) * (squared - mean) ** 2`,
        `threshold = step / TOTAL_STEPS * ${values.lambda1} + (1 - step / TOTAL_STEPS) * ${values.lambda2}`,
        'is_open = squared >= mean + threshold * math.sqrt(variance)',
      ];
    default:
      return ['is_open = bool(OPEN[step])'];
  }
}

function climbCode(run: RunSettings, { schedule, training }: Experiment): Lines {
  const { radius, descent } = run.parts;
  const { values } = radius;
  const rate = run.learningRate ?? training.lr;
  const { lowest } = entryOf(schedules, schedule.kind).create(schedule.values as never);
  const rho: Readonly<Record<string, string>> = {
    fixed: String(values.rho),
    follows:
      lowest(rate) === rate
        ? String(values.rhomax)
        : `${values.rhomin} + (${values.rhomax} - ${values.rhomin}) * (eta - ${lowest(rate)}) / (${rate} - ${lowest(rate)})`,
    lets: 'math.exp(nu)',
  };
  return [
    'g, loss = gradient(ascent, w, x, y)',
    'norm = g.norm()',
    `rho = ${rho[radius.kind]}`,
    'direction = direction_of(g, w)',
    'u, _ = gradient(loss_of, w + rho * direction, x, y)',
    ...(radius.kind === 'lets' ? ['drift = u.square() * direction'] : []),
    ...(descent.kind === 'gsam' ? splitCode(run) : []),
    ...(run.parts.fallback.kind === 'reuse' && descent.kind !== 'gsam' ? ['g_top = u'] : []),
  ];
}

function splitCode({ parts: { descent, radius } }: RunSettings): Lines {
  const alpha = descent.values.across;
  return [
    '# GSAM (arXiv:2203.08065)',
    'g_top = u',
    'g_clean, _ = gradient(loss_of, w, x, y)',
    'cosine = g_clean @ g_top / (g_clean.norm() * g_top.norm() + 1e-12)',
    'c = cosine * g_clean.norm() / (g_top.norm() + 1e-12)',
    `u = g_top - ${alpha} * (g_clean - c * g_top)`,
    ...(radius.kind === 'lets' ? [`drift = drift * (1 + ${alpha} * c)`] : []),
  ];
}

function rememberCode(): Lines {
  return [
    '# LookSAM (arXiv:2203.02714)',
    'g_clean, _ = gradient(loss_of, w, x, y)',
    'orthogonal = g_top - (g_top @ g_clean) / (g_clean @ g_clean + 1e-24) * g_clean',
  ];
}

function reuseCode({ parts: { fallback } }: RunSettings): Lines {
  return [
    'if orthogonal is not None:',
    ...indented([`u = u + ${fallback.values.reuse} * u.norm() / (orthogonal.norm() + 1e-12) * orthogonal`]),
  ];
}

function updateCode({ optimizer: { kind, values }, training }: Experiment): Lines {
  const { momentum, nesterov, beta1, beta2, tiny } = values;
  const wd = Number(values.wd);
  const clipping = training.clip > 0 ? [`u = u / max(1.0, float(u.norm()) / ${training.clip})`] : [];
  if (kind === 'sgd') {
    const r = wd > 0 ? [`u = u + ${wd} * w`] : [];
    if (Number(momentum) === 0) return [...clipping, ...r, 'w = w - eta * u'];
    return [
      ...clipping,
      ...r,
      `velocity = u if velocity is None else ${momentum} * velocity + u`,
      nesterov ? `w = w - eta * (u + ${momentum} * velocity)` : 'w = w - eta * velocity',
    ];
  }
  const decay = wd > 0 ? [kind === 'adamw' ? `w = w * (1 - eta * ${wd})` : `u = u + ${wd} * w`] : [];
  return [
    ...clipping,
    ...decay,
    `first = ${beta1} * first + (1 - ${beta1}) * u`,
    `second = ${beta2} * second + (1 - ${beta2}) * u.square()`,
    `root = second.sqrt() / math.sqrt(1 - ${beta2} ** (step + 1)) + ${tiny}`,
    `w = w - eta / (1 - ${beta1} ** (step + 1)) * first / root`,
  ];
}

function learnCode({ parts: { radius } }: RunSettings): Lines {
  const { metric, letslr, letsdecay, letseps } = radius.values;
  const upper: Readonly<Record<string, string>> = {
    'squared-gap': '(g_val - g_train) * (loss_val - loss_train)',
    gap: 'g_val - g_train',
    val: 'g_val',
  };
  return [
    '# LETS (arXiv:2408.08222, algorithm 1), the Hessian replaced by diag(g_hat^2)',
    'g_train, loss_train = gradient(loss_of, w, x, y)',
    'g_val, loss_val = gradient(loss_of, w, samples[upper[step]], labels[upper[step]])',
    `slope = float(-eta * ((${upper[String(metric)]}) @ drift)) * math.exp(nu)`,
    'nu_count += 1',
    'nu_first = 0.9 * nu_first + (1 - 0.9) * slope',
    'nu_second = 0.999 * nu_second + (1 - 0.999) * slope ** 2',
    `length = ${letslr} * ${letsdecay} ** (step // STEPS_PER_EPOCH) / (1 - 0.9 ** nu_count)`,
    `nu -= length * nu_first / (math.sqrt(nu_second) / math.sqrt(1 - 0.999 ** nu_count) + ${letseps})`,
    'nu = min(max(nu, math.log(1e-4)), math.log(10.0))',
  ];
}

/** One level further in. */
export const indented = (lines: Lines): Lines => lines.map((line) => `    ${line}`);
