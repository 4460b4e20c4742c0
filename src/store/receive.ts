/** The only way training changes the page. Pure: the same state and message give the same state. */
import { noticeOf } from '../core/failures';
import { runsOf, subjectOf } from '../core/protocol/explorations';
import type { Message } from '../core/protocol/protocol';
import { gradientKey } from '../core/settings/cost';
import { progressOf, timeLeft } from './progress';
import { withPictures } from '../core/protocol/album';
import { AT_REST, type GroupState } from './group';
import type { PageState } from './state';

/** Milliseconds that the rate is taken over, and the fewest ticks. */
const PACE_MS = 3000;
const PACE_TICKS = 4;

/** A data set that comes while files are read is what they became. A table is shown with what was understood of it. */
function receiveDatasets(state: PageState, { datasets, added }: Extract<Message, { type: 'datasets' }>): PageState {
  const { drop, sources } = state;
  if (added === undefined || drop?.phase !== 'reading') return { ...state, datasets };
  const understanding = datasets.find(({ id }) => id === added)?.understanding ?? null;
  return {
    ...state,
    datasets,
    drop: { ...drop, phase: 'read', id: added, understanding },
    // What lies beside a data set goes with it; what it became has its own.
    sources: drop.source.kept === undefined ? new Map(sources).set(added, drop.source) : sources,
    ...(understanding ? { dialog: 'data' } : {}),
  };
}

/** @param now milliseconds, for the rate only. */
export function receive(state: PageState, message: Message, now: number): PageState {
  switch (message.type) {
    case 'opened':
      return { ...state, backend: message.report };
    case 'probed':
      // A late answer about a network that was edited since says nothing about this one.
      return gradientKey(message.experiment) === gradientKey(state.experiment)
        ? {
            ...state,
            msPerGradient: message.msPerGradient,
            msPerMeasurement: message.msPerMeasurement ?? null,
            msPerPictures: message.msPerPictures ?? null,
          }
        : state;
    case 'datasets':
      return receiveDatasets(state, message);
    case 'understood':
      return { ...state, dialog: 'data', drop: state.drop && { ...state.drop, phase: 'asked', understanding: message.understanding } };
    case 'reading':
      return { ...state, filesRead: message.reading };
    case 'preview': {
      const { data, seed, choice, preview } = message;
      return { ...state, preview: { data, seed, choice, preview } };
    }
    case 'downloads':
      return { ...state, downloads: message.downloads };
    case 'excerpt':
      return { ...state, excerpt: { experiment: message.experiment, excerpt: message.excerpt } };
    case 'failed':
      return receiveFailure(state, message);
    case 'compiling':
      return { ...state, compiling: message.kernels };
    case 'networkSaved':
      return { ...state, saved: message };
    case 'weightsRead':
      // What was dropped was no data.
      return { ...state, drop: null };
    case 'keptRuns': {
      const [run] = message.runs;
      return { ...state, kept: run ? { run, isComing: false } : null };
    }
    case 'heartbeat':
    case 'snapshot':
    case 'kept':
    case 'recovered':
    case 'replayed':
      return state;
    case 'started':
    case 'changed':
    case 'tick':
    case 'diverged':
    case 'measuring':
    case 'gradientNorms':
    case 'observed':
    case 'landscapeMeasured':
    case 'lossPlane':
    case 'explored':
    case 'noticed':
    case 'paused':
    case 'ended': {
      // What makes way for results from a file is paused, and still has its last words.
      const { opened } = state;
      if (opened?.before?.id === message.group && state.group?.id !== message.group)
        return { ...state, opened: { ...opened, before: receiveGroup(opened.before, message, now) } };
      const { setAside } = state;
      if (setAside?.group.id === message.group && state.group?.id !== message.group)
        return { ...state, setAside: { ...setAside, group: receiveGroup(setAside.group, message, now) } };
      // Late words of a group that is no longer on screen.
      if (state.group?.id !== message.group) return state;
      return { ...state, group: receiveGroup(state.group, message, now) };
    }
    default:
      return message satisfies never;
  }
}

type GroupMessage = Extract<
  Message,
  {
    type:
      | 'started'
      | 'changed'
      | 'tick'
      | 'diverged'
      | 'measuring'
      | 'gradientNorms'
      | 'observed'
      | 'landscapeMeasured'
      | 'lossPlane'
      | 'explored'
      | 'noticed'
      | 'paused'
      | 'ended';
  }
>;

function receiveGroup(group: GroupState, message: GroupMessage, now: number): GroupState {
  switch (message.type) {
    case 'started': {
      const { members, parameters, trainCount, stepsPerEpoch, points, threads } = message;
      const facts = { parameters, trainCount, stepsPerEpoch };
      return { ...withMembers(group, members), facts, points, version: group.version + 1, ...(threads === undefined ? {} : { threads }) };
    }
    case 'changed':
      return { ...withMembers(group, message.members), tunings: message.tunings, version: group.version + 1 };
    case 'tick': {
      const known = new Set(group.members.map(({ id }) => id));
      const pictures = message.boundaries.filter(({ member }) => known.has(member));
      const boundaries = new Map(group.boundaries);
      for (const picture of pictures) boundaries.set(picture.member, picture);
      const pace = [...group.pace, { at: now, step: message.step, spent: message.spent ?? null }].filter(
        ({ at }, index, all) => now - at <= PACE_MS || index >= all.length - PACE_TICKS,
      );
      const began = group.began ?? now;
      const ticked = { ...group, step: message.step, pace, began };
      return {
        ...ticked,
        phase: group.phase === 'preparing' && message.step > 0 ? 'running' : group.phase,
        left: timeLeft(group.left, progressOf(ticked, group.experiment), began, now),
        boundaries,
        pictures: withPictures(group.pictures, pictures),
        // A run that was removed while its last rows were under way stays removed.
        history: group.history.append(message.members.filter(({ id }) => known.has(id))),
        version: group.version + 1,
      };
    }
    case 'diverged':
      return {
        ...group,
        members: group.members.map((member) =>
          member.id === message.member.id ? { ...member, divergedAt: message.step, divergedBecause: message.reason } : member,
        ),
        version: group.version + 1,
      };
    case 'measuring':
      return { ...group, measuring: message.measuring, ...AT_REST };
    case 'gradientNorms': {
      const { member, step } = message.norms;
      // The same w asked again, on more or fewer mini-batches.
      const others = group.gradientNorms.filter((norms) => norms.member.id !== member.id || norms.step !== step);
      return { ...group, gradientNorms: [...others, message.norms], version: group.version + 1 };
    }
    case 'observed':
      return { ...group, observed: message.observed ?? group.observed, observing: null };
    case 'lossPlane':
      return { ...group, lossPlane: message.plane ?? 'none', version: group.version + 1 };
    case 'explored': {
      const { finding } = message;
      return { ...group, findings: new Map(group.findings).set(subjectOf(finding.asked), finding), version: group.version + 1 };
    }
    case 'landscapeMeasured': {
      const { landscape } = message;
      return { ...group, landscape: new Map(group.landscape).set(landscape.member.run, landscape), version: group.version + 1 };
    }
    case 'noticed': {
      const { type: _, group: __, ...notice } = message;
      // A worker that took over from another may say it again.
      const isKnown = group.noticed.some(({ about, code }) => about === notice.about && code === notice.code);
      return isKnown ? group : { ...group, noticed: [...group.noticed, notice], version: group.version + 1 };
    }
    case 'paused':
      if (group.until !== null && message.step >= group.until)
        return { ...group, step: message.step, phase: 'paused', until: null, ...AT_REST };
      // Whoever asked for the pause has set the phase, and may have gone on since: then this word is late.
      return { ...group, step: message.step };
    case 'ended':
      return {
        ...group,
        phase: message.outcome === 'completed' ? 'ended' : 'paused',
        observing: null,
        until: null,
        ...AT_REST,
        version: group.version + 1,
      };
    default:
      return message satisfies never;
  }
}

/** A group without these runs, as far as the page knows. */
export function withoutRuns(group: GroupState, runs: readonly string[]): GroupState {
  return runs.length === 0
    ? group
    : withMembers(
        group,
        group.members.filter(({ run }) => !runs.includes(run)),
      );
}

/** Members as the worker names them, with what is known of those that stay; rows of those that went are dropped. */
function withMembers(group: GroupState, names: Extract<Message, { type: 'started' }>['members']): GroupState {
  const members = names.map((name) => group.members.find(({ id }) => id === name.id) ?? { ...name, divergedAt: null, divergedBecause: '' });
  const runs = new Set(names.map(({ run }) => run));
  const gone = new Set(group.members.map(({ run }) => run).filter((run) => !runs.has(run)));
  let { history } = group;
  for (const run of gone) history = history.without(run);
  const gradientNorms = group.gradientNorms.filter(({ member }) => runs.has(member.run));
  const observed = group.observed && runs.has(group.observed.member.run) ? group.observed : null;
  const stay = new Set(names.map(({ id }) => id));
  const pictures = new Map([...group.pictures].filter(([member]) => stay.has(member)));
  const boundaries = new Map([...group.boundaries].filter(([member]) => stay.has(member)));
  const landscape = new Map([...group.landscape].filter(([run]) => runs.has(run)));
  const findings = new Map([...group.findings].filter(([, { asked }]) => runsOf(asked).every((run) => runs.has(run))));
  const { lossPlane } = group;
  const isPlane = lossPlane !== null && lossPlane !== 'none';
  return {
    ...group,
    members,
    history,
    lossPlane: isPlane ? { ...lossPlane, paths: lossPlane.paths.filter(({ member }) => runs.has(member.run)) } : lossPlane,
    pictures,
    boundaries,
    gradientNorms,
    observed,
    landscape,
    findings,
    noticed: group.noticed.filter(({ about }) => runs.has(about)),
  };
}

function receiveFailure(state: PageState, { group, code, detail }: Extract<Message, { type: 'failed' }>): PageState {
  // The questions themselves are on screen.
  if (code === 'data-asks') return state;
  const drop = state.drop?.phase === 'reading' && group === null ? { drop: { ...state.drop, phase: 'failed' as const } } : {};
  if (group !== null && group !== state.group?.id) return state;
  // Put aside: it is not offered again.
  const kept = code === 'run-damaged' && state.kept?.isComing ? { kept: null } : {};
  const failure = { ...noticeOf(code, detail), isRecovered: false };
  if (group === null || !state.group) return { ...state, ...drop, ...kept, failure };
  return { ...state, failure, group: { ...state.group, phase: 'failed', measuring: null, observing: null, ...AT_REST } };
}
