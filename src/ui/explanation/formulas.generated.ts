// Written by scripts/formulas.mjs from the formulas of core/sam/recipes.ts. Do not edit.
import type { MathNode } from './MathTree';

/** MathML by algorithm, one tree per line. */
export const formulas: Readonly<Record<string, readonly MathNode[]>> = {
  sgd: [
    {
      tag: 'math',
      attributes: { display: 'block' },
      children: [
        {
          tag: 'mrow',
          children: [
            { tag: 'mi', children: ['w'] },
            { tag: 'mo', attributes: { stretchy: 'false' }, children: ['←'] },
            { tag: 'mi', children: ['w'] },
            { tag: 'mo', children: ['−'] },
            { tag: 'mi', children: ['η'] },
            { tag: 'mspace', attributes: { width: '0.1667em' }, children: [] },
            { tag: 'mo', attributes: { form: 'prefix', stretchy: 'false' }, children: ['∇'] },
            { tag: 'mi', children: ['L'] },
            {
              tag: 'mrow',
              children: [
                { tag: 'mo', attributes: { fence: 'true', form: 'prefix', stretchy: 'false' }, children: ['('] },
                { tag: 'mi', children: ['w'] },
                { tag: 'mo', attributes: { fence: 'true', form: 'postfix', stretchy: 'false' }, children: [')'] },
              ],
            },
          ],
        },
      ],
    },
  ],
  sam: [
    {
      tag: 'math',
      attributes: { display: 'block' },
      children: [
        {
          tag: 'mrow',
          children: [
            { tag: 'mi', children: ['ε'] },
            { tag: 'mo', children: ['='] },
            { tag: 'mi', children: ['ρ'] },
            { tag: 'mspace', attributes: { width: '0.1667em' }, children: [] },
            {
              tag: 'mfrac',
              children: [
                { tag: 'mi', children: ['g'] },
                {
                  tag: 'mrow',
                  children: [
                    { tag: 'mo', attributes: { fence: 'true', form: 'prefix', stretchy: 'false' }, children: ['‖'] },
                    { tag: 'mi', children: ['g'] },
                    { tag: 'mo', attributes: { fence: 'true', form: 'postfix', stretchy: 'false' }, children: ['‖'] },
                  ],
                },
              ],
            },
          ],
        },
      ],
    },
    {
      tag: 'math',
      attributes: { display: 'block' },
      children: [
        {
          tag: 'mrow',
          children: [
            { tag: 'mi', children: ['w'] },
            { tag: 'mo', attributes: { stretchy: 'false' }, children: ['←'] },
            { tag: 'mi', children: ['w'] },
            { tag: 'mo', children: ['−'] },
            { tag: 'mi', children: ['η'] },
            { tag: 'mspace', attributes: { width: '0.1667em' }, children: [] },
            { tag: 'mo', attributes: { form: 'prefix', stretchy: 'false' }, children: ['∇'] },
            { tag: 'mi', children: ['L'] },
            {
              tag: 'mrow',
              children: [
                { tag: 'mo', attributes: { fence: 'true', form: 'prefix', stretchy: 'false' }, children: ['('] },
                { tag: 'mi', children: ['w'] },
                { tag: 'mo', children: ['+'] },
                { tag: 'mi', children: ['ε'] },
                { tag: 'mo', attributes: { fence: 'true', form: 'postfix', stretchy: 'false' }, children: [')'] },
              ],
            },
          ],
        },
      ],
    },
  ],
  'bisam-log': [
    {
      tag: 'math',
      attributes: { display: 'block' },
      children: [
        {
          tag: 'mrow',
          children: [
            { tag: 'mi', children: ['ε'] },
            { tag: 'mo', children: ['='] },
            { tag: 'mi', children: ['ρ'] },
            { tag: 'mspace', attributes: { width: '0.1667em' }, children: [] },
            {
              tag: 'mfrac',
              children: [
                {
                  tag: 'mrow',
                  children: [
                    { tag: 'mo', attributes: { form: 'prefix', stretchy: 'false', lspace: '0em', rspace: '0em' }, children: ['∇'] },
                    { tag: 'mi', children: ['Q'] },
                  ],
                },
                {
                  tag: 'mrow',
                  children: [
                    { tag: 'mo', attributes: { fence: 'true', form: 'prefix', stretchy: 'false' }, children: ['‖'] },
                    { tag: 'mo', attributes: { form: 'prefix', stretchy: 'false' }, children: ['∇'] },
                    { tag: 'mi', children: ['Q'] },
                    { tag: 'mo', attributes: { fence: 'true', form: 'postfix', stretchy: 'false' }, children: ['‖'] },
                  ],
                },
              ],
            },
          ],
        },
      ],
    },
    {
      tag: 'math',
      attributes: { display: 'block' },
      children: [
        {
          tag: 'mrow',
          children: [
            { tag: 'mi', children: ['Q'] },
            { tag: 'mo', children: ['='] },
            {
              tag: 'mstyle',
              attributes: { displaystyle: 'false', scriptlevel: '0' },
              children: [
                {
                  tag: 'mfrac',
                  children: [
                    { tag: 'mn', children: ['1'] },
                    { tag: 'mi', children: ['μ'] },
                  ],
                },
              ],
            },
            {
              tag: 'mrow',
              children: [
                { tag: 'mi', children: ['log'] },
                { tag: 'mo', children: ['⁡'] },
                { tag: 'mspace', attributes: { width: '0.1667em' }, children: [] },
              ],
            },
            {
              tag: 'mrow',
              children: [
                {
                  tag: 'munder',
                  children: [
                    { tag: 'mo', attributes: { movablelimits: 'false' }, children: ['∑'] },
                    { tag: 'mi', children: ['j'] },
                  ],
                },
              ],
            },
            {
              tag: 'msup',
              children: [
                { tag: 'mi', children: ['e'] },
                {
                  tag: 'mrow',
                  children: [
                    { tag: 'mi', children: ['μ'] },
                    { tag: 'mi', children: ['φ'] },
                    {
                      tag: 'mrow',
                      children: [
                        { tag: 'mo', attributes: { fence: 'true', form: 'prefix', stretchy: 'false' }, children: ['('] },
                        {
                          tag: 'msub',
                          children: [
                            { tag: 'mi', children: ['z'] },
                            { tag: 'mi', children: ['j'] },
                          ],
                        },
                        { tag: 'mo', children: ['−'] },
                        {
                          tag: 'msub',
                          children: [
                            { tag: 'mi', children: ['z'] },
                            { tag: 'mi', children: ['y'] },
                          ],
                        },
                        { tag: 'mo', attributes: { fence: 'true', form: 'postfix', stretchy: 'false' }, children: [')'] },
                      ],
                    },
                  ],
                },
              ],
            },
          ],
        },
      ],
    },
    {
      tag: 'math',
      attributes: { display: 'block' },
      children: [
        {
          tag: 'mrow',
          children: [
            { tag: 'mi', children: ['φ'] },
            {
              tag: 'mrow',
              children: [
                { tag: 'mo', attributes: { fence: 'true', form: 'prefix', stretchy: 'false' }, children: ['('] },
                { tag: 'mi', children: ['x'] },
                { tag: 'mo', attributes: { fence: 'true', form: 'postfix', stretchy: 'false' }, children: [')'] },
              ],
            },
            { tag: 'mo', children: ['='] },
            { tag: 'mn', children: ['1'] },
            { tag: 'mo', children: ['−'] },
            {
              tag: 'mrow',
              children: [
                { tag: 'mi', children: ['log'] },
                { tag: 'mo', children: ['⁡'] },
              ],
            },
            {
              tag: 'mrow',
              children: [
                { tag: 'mo', attributes: { fence: 'true', form: 'prefix', stretchy: 'false' }, children: ['('] },
                { tag: 'mn', children: ['1'] },
                { tag: 'mo', children: ['+'] },
                {
                  tag: 'msup',
                  children: [
                    { tag: 'mi', children: ['e'] },
                    {
                      tag: 'mrow',
                      children: [
                        { tag: 'mi', children: ['γ'] },
                        { tag: 'mo', children: ['−'] },
                        { tag: 'mi', children: ['x'] },
                      ],
                    },
                  ],
                },
                { tag: 'mo', attributes: { fence: 'true', form: 'postfix', stretchy: 'false' }, children: [')'] },
              ],
            },
          ],
        },
      ],
    },
  ],
  'bisam-tanh': [
    {
      tag: 'math',
      attributes: { display: 'block' },
      children: [
        {
          tag: 'mrow',
          children: [
            { tag: 'mi', children: ['ε'] },
            { tag: 'mo', children: ['='] },
            { tag: 'mi', children: ['ρ'] },
            { tag: 'mspace', attributes: { width: '0.1667em' }, children: [] },
            {
              tag: 'mfrac',
              children: [
                {
                  tag: 'mrow',
                  children: [
                    { tag: 'mo', attributes: { form: 'prefix', stretchy: 'false', lspace: '0em', rspace: '0em' }, children: ['∇'] },
                    { tag: 'mi', children: ['Q'] },
                  ],
                },
                {
                  tag: 'mrow',
                  children: [
                    { tag: 'mo', attributes: { fence: 'true', form: 'prefix', stretchy: 'false' }, children: ['‖'] },
                    { tag: 'mo', attributes: { form: 'prefix', stretchy: 'false' }, children: ['∇'] },
                    { tag: 'mi', children: ['Q'] },
                    { tag: 'mo', attributes: { fence: 'true', form: 'postfix', stretchy: 'false' }, children: ['‖'] },
                  ],
                },
              ],
            },
          ],
        },
      ],
    },
    {
      tag: 'math',
      attributes: { display: 'block' },
      children: [
        {
          tag: 'mrow',
          children: [
            { tag: 'mi', children: ['Q'] },
            { tag: 'mo', children: ['='] },
            {
              tag: 'mstyle',
              attributes: { displaystyle: 'false', scriptlevel: '0' },
              children: [
                {
                  tag: 'mfrac',
                  children: [
                    { tag: 'mn', children: ['1'] },
                    { tag: 'mi', children: ['μ'] },
                  ],
                },
              ],
            },
            {
              tag: 'mrow',
              children: [
                { tag: 'mi', children: ['log'] },
                { tag: 'mo', children: ['⁡'] },
                { tag: 'mspace', attributes: { width: '0.1667em' }, children: [] },
              ],
            },
            {
              tag: 'mrow',
              children: [
                {
                  tag: 'munder',
                  children: [
                    { tag: 'mo', attributes: { movablelimits: 'false' }, children: ['∑'] },
                    { tag: 'mi', children: ['j'] },
                  ],
                },
              ],
            },
            {
              tag: 'msup',
              children: [
                { tag: 'mi', children: ['e'] },
                {
                  tag: 'mrow',
                  children: [
                    { tag: 'mi', children: ['μ'] },
                    { tag: 'mi', children: ['φ'] },
                    {
                      tag: 'mrow',
                      children: [
                        { tag: 'mo', attributes: { fence: 'true', form: 'prefix', stretchy: 'false' }, children: ['('] },
                        {
                          tag: 'msub',
                          children: [
                            { tag: 'mi', children: ['z'] },
                            { tag: 'mi', children: ['j'] },
                          ],
                        },
                        { tag: 'mo', children: ['−'] },
                        {
                          tag: 'msub',
                          children: [
                            { tag: 'mi', children: ['z'] },
                            { tag: 'mi', children: ['y'] },
                          ],
                        },
                        { tag: 'mo', attributes: { fence: 'true', form: 'postfix', stretchy: 'false' }, children: [')'] },
                      ],
                    },
                  ],
                },
              ],
            },
          ],
        },
      ],
    },
    {
      tag: 'math',
      attributes: { display: 'block' },
      children: [
        {
          tag: 'mrow',
          children: [
            { tag: 'mi', children: ['φ'] },
            {
              tag: 'mrow',
              children: [
                { tag: 'mo', attributes: { fence: 'true', form: 'prefix', stretchy: 'false' }, children: ['('] },
                { tag: 'mi', children: ['x'] },
                { tag: 'mo', attributes: { fence: 'true', form: 'postfix', stretchy: 'false' }, children: [')'] },
              ],
            },
            { tag: 'mo', children: ['='] },
            {
              tag: 'mrow',
              children: [
                { tag: 'mi', children: ['tanh'] },
                { tag: 'mo', children: ['⁡'] },
              ],
            },
            {
              tag: 'mrow',
              children: [
                { tag: 'mo', attributes: { fence: 'true', form: 'prefix', stretchy: 'false' }, children: ['('] },
                { tag: 'mi', children: ['α'] },
                { tag: 'mi', children: ['x'] },
                { tag: 'mo', attributes: { fence: 'true', form: 'postfix', stretchy: 'false' }, children: [')'] },
              ],
            },
          ],
        },
      ],
    },
  ],
};
