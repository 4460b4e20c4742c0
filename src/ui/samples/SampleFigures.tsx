import { nth } from '../../core/numbers';
import { useEffect, useRef } from 'react';
import type { Preview } from '../../core/datasets/preview';
import { quantity } from '../format';
import { colorOfClass, labelOf, textOf } from './labels';

/** Features that a row shows. */
const MOST_FEATURES = 6;

interface Props {
  readonly preview: Preview;
}

/** Samples by their kind: images, texts, points in the plane, rows of numbers. Wrong labels are marked and named. */
export function SampleFigures({ preview }: Props) {
  if (preview.samples.rows.length === 0) return null;
  if (preview.vocabulary) return <Texts preview={preview} vocabulary={preview.vocabulary} />;
  if (preview.inputShape.length === 3) return <Images preview={preview} />;
  return (
    <>
      {preview.inputShape[0] === 2 ? <Points preview={preview} /> : null}
      <Numbers preview={preview} />
    </>
  );
}

function Images({ preview }: Props) {
  const [height, width, channels] = preview.inputShape as [number, number, number];
  const { rows, inputs } = preview.samples;
  const size = height * width * channels;
  return (
    <ul className="samples-images">
      {rows.map((row, place) => {
        const { name, flipped } = labelOf(preview, place);
        return (
          <li key={row}>
            <figure data-flipped={flipped !== ''}>
              <Image
                pixels={inputs.subarray(place * size, (place + 1) * size)}
                height={height}
                width={width}
                channels={channels}
                name={name}
              />
              <figcaption>{flipped || name}</figcaption>
            </figure>
          </li>
        );
      })}
    </ul>
  );
}

interface ImageProps {
  readonly pixels: ArrayLike<number>;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly name: string;
}

/** One image as it is at rest, bytes; grey, grey with alpha, colours, colours with alpha. */
function Image({ pixels, height, width, channels, name }: ImageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(width, height);
    for (let pixel = 0; pixel < width * height; pixel++) {
      const at = pixel * channels;
      const colour = (channel: number) => nth(pixels, at + (channels < 3 ? 0 : channel));
      image.data.set([colour(0), colour(1), colour(2), channels % 2 === 0 ? nth(pixels, at + channels - 1) : 255], 4 * pixel);
    }
    context.putImageData(image, 0, 0);
  }, [pixels, height, width, channels]);
  return <canvas ref={canvas} width={width} height={height} role="img" aria-label={`A training sample labelled ${name}`} />;
}

function Texts({ preview, vocabulary }: Props & { readonly vocabulary: readonly string[] }) {
  const { inputs } = preview.samples;
  const length = nth(preview.inputShape, 0);
  const text = (place: number) => textOf(inputs.subarray(place * length, (place + 1) * length), vocabulary);
  return <SampleTable preview={preview} headings={['tokens']} cells={(place) => [text(place)]} isText />;
}

function Numbers({ preview }: Props) {
  const { samples, inputShape, featureNames } = preview;
  const features = nth(inputShape, 0);
  const shown = Array.from({ length: Math.min(features, MOST_FEATURES) }, (_, at) => at);
  const isCut = features > shown.length;
  const headings = shown.map((at) => featureNames?.[at] ?? (features === 2 ? ['x', 'y'][at] : undefined) ?? `feature ${at + 1}`);
  const cells = (place: number) => shown.map((at) => signed(nth(samples.inputs, place * features + at)));
  return (
    <SampleTable
      preview={preview}
      headings={isCut ? [...headings, `and ${features - shown.length} more`] : headings}
      cells={(place) => (isCut ? [...cells(place), '…'] : cells(place))}
    />
  );
}

interface TableProps extends Props {
  readonly headings: readonly string[];
  /** Lines under the headings for the sample at a place of the preview. */
  readonly cells: (place: number) => readonly string[];
  readonly isText?: boolean;
}

function SampleTable({ preview, headings, cells, isText = false }: TableProps) {
  const kind = isText ? 'samples-text' : undefined;
  return (
    <div className="samples-table" tabIndex={0} role="region" aria-label="Training samples">
      <table>
        <thead>
          <tr>
            <th scope="col">label</th>
            {headings.map((heading, at) => (
              <th key={at} scope="col" className={kind}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.samples.rows.map((row, place) => (
            <tr key={row}>
              <LabelCell preview={preview} place={place} />
              {cells(place).map((cell, at) => (
                <td key={at} className={kind}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function LabelCell({ preview, place }: Props & { readonly place: number }) {
  const { name, flipped } = labelOf(preview, place);
  return (
    <th scope="row" data-flipped={flipped !== ''}>
      {flipped || name}
    </th>
  );
}

/** A square of the plane with every sample in the colour of its label; a ring marks a wrong one. */
function Points({ preview }: Props) {
  const { rows, inputs, noisyLabels } = preview.samples;
  let farthest = 1e-6;
  for (const value of inputs) farthest = Math.max(farthest, Math.abs(value));
  const reach = 1.06 * farthest;
  const place = (value: number) => (100 * value) / reach;
  return (
    <svg className="samples-points" viewBox="-100 -100 200 200" role="img" aria-label={`${rows.length} training samples in the plane`}>
      <path d="M-100 0H100M0 -100V100" className="samples-axes" />
      {rows.map((row, index) => {
        const [x, y] = [place(nth(inputs, 2 * index)), -place(nth(inputs, 2 * index + 1))];
        const { name, flipped } = labelOf(preview, index);
        return (
          <g key={row}>
            <title>{flipped || name}</title>
            <circle cx={x} cy={y} r="2" fill={colorOfClass(nth(noisyLabels, index))} />
            {flipped ? <circle cx={x} cy={y} r="3.6" className="samples-ring" /> : null}
          </g>
        );
      })}
    </svg>
  );
}

const signed = (value: number) => (value < 0 && value > -1e-6 ? '0' : quantity(value));
