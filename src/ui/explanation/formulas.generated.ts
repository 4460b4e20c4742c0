// Written by scripts/formulas.mjs from the formulas of core/sam/recipes.ts. Do not edit.
import type { MathNode } from './MathTree';

/** MathML by algorithm, one tree per line. */
export const formulas: Readonly<Record<string, readonly MathNode[]>> = {
  "sgd": [
    ["math",{"display":"block"},["mrow",{},["mi",{},"w"],["mo",{"stretchy":"false"},"←"],["mi",{},"w"],["mo",{},"−"],["mi",{},"η"],["mspace",{"width":"0.1667em"}],["mo",{"form":"prefix","stretchy":"false"},"∇"],["mi",{},"L"],["mrow",{},["mo",{"fence":"true","form":"prefix","stretchy":"false"},"("],["mi",{},"w"],["mo",{"fence":"true","form":"postfix","stretchy":"false"},")"]]]],
  ],
  "sam": [
    ["math",{"display":"block"},["mrow",{},["mi",{},"ε"],["mo",{},"="],["mi",{},"ρ"],["mspace",{"width":"0.1667em"}],["mfrac",{},["mi",{},"g"],["mrow",{},["mo",{"fence":"true","form":"prefix","stretchy":"false"},"‖"],["mi",{},"g"],["mo",{"fence":"true","form":"postfix","stretchy":"false"},"‖"]]]]],
    ["math",{"display":"block"},["mrow",{},["mi",{},"w"],["mo",{"stretchy":"false"},"←"],["mi",{},"w"],["mo",{},"−"],["mi",{},"η"],["mspace",{"width":"0.1667em"}],["mo",{"form":"prefix","stretchy":"false"},"∇"],["mi",{},"L"],["mrow",{},["mo",{"fence":"true","form":"prefix","stretchy":"false"},"("],["mi",{},"w"],["mo",{},"+"],["mi",{},"ε"],["mo",{"fence":"true","form":"postfix","stretchy":"false"},")"]]]],
  ],
  "bisam-log": [
    ["math",{"display":"block"},["mrow",{},["mi",{},"ε"],["mo",{},"="],["mi",{},"ρ"],["mspace",{"width":"0.1667em"}],["mfrac",{},["mrow",{},["mo",{"form":"prefix","stretchy":"false","lspace":"0em","rspace":"0em"},"∇"],["mi",{},"Q"]],["mrow",{},["mo",{"fence":"true","form":"prefix","stretchy":"false"},"‖"],["mo",{"form":"prefix","stretchy":"false"},"∇"],["mi",{},"Q"],["mo",{"fence":"true","form":"postfix","stretchy":"false"},"‖"]]]]],
    ["math",{"display":"block"},["mrow",{},["mi",{},"Q"],["mo",{},"="],["mstyle",{"displaystyle":"false","scriptlevel":"0"},["mfrac",{},["mn",{},"1"],["mi",{},"μ"]]],["mrow",{},["mi",{},"log"],["mo",{},"⁡"],["mspace",{"width":"0.1667em"}]],["mrow",{},["munder",{},["mo",{"movablelimits":"false"},"∑"],["mi",{},"j"]]],["msup",{},["mi",{},"e"],["mrow",{},["mi",{},"μ"],["mi",{},"φ"],["mrow",{},["mo",{"fence":"true","form":"prefix","stretchy":"false"},"("],["msub",{},["mi",{},"z"],["mi",{},"j"]],["mo",{},"−"],["msub",{},["mi",{},"z"],["mi",{},"y"]],["mo",{"fence":"true","form":"postfix","stretchy":"false"},")"]]]]]],
    ["math",{"display":"block"},["mrow",{},["mi",{},"φ"],["mrow",{},["mo",{"fence":"true","form":"prefix","stretchy":"false"},"("],["mi",{},"x"],["mo",{"fence":"true","form":"postfix","stretchy":"false"},")"]],["mo",{},"="],["mn",{},"1"],["mo",{},"−"],["mrow",{},["mi",{},"log"],["mo",{},"⁡"]],["mrow",{},["mo",{"fence":"true","form":"prefix","stretchy":"false"},"("],["mn",{},"1"],["mo",{},"+"],["msup",{},["mi",{},"e"],["mrow",{},["mi",{},"γ"],["mo",{},"−"],["mi",{},"x"]]],["mo",{"fence":"true","form":"postfix","stretchy":"false"},")"]]]],
  ],
  "bisam-tanh": [
    ["math",{"display":"block"},["mrow",{},["mi",{},"ε"],["mo",{},"="],["mi",{},"ρ"],["mspace",{"width":"0.1667em"}],["mfrac",{},["mrow",{},["mo",{"form":"prefix","stretchy":"false","lspace":"0em","rspace":"0em"},"∇"],["mi",{},"Q"]],["mrow",{},["mo",{"fence":"true","form":"prefix","stretchy":"false"},"‖"],["mo",{"form":"prefix","stretchy":"false"},"∇"],["mi",{},"Q"],["mo",{"fence":"true","form":"postfix","stretchy":"false"},"‖"]]]]],
    ["math",{"display":"block"},["mrow",{},["mi",{},"Q"],["mo",{},"="],["mstyle",{"displaystyle":"false","scriptlevel":"0"},["mfrac",{},["mn",{},"1"],["mi",{},"μ"]]],["mrow",{},["mi",{},"log"],["mo",{},"⁡"],["mspace",{"width":"0.1667em"}]],["mrow",{},["munder",{},["mo",{"movablelimits":"false"},"∑"],["mi",{},"j"]]],["msup",{},["mi",{},"e"],["mrow",{},["mi",{},"μ"],["mi",{},"φ"],["mrow",{},["mo",{"fence":"true","form":"prefix","stretchy":"false"},"("],["msub",{},["mi",{},"z"],["mi",{},"j"]],["mo",{},"−"],["msub",{},["mi",{},"z"],["mi",{},"y"]],["mo",{"fence":"true","form":"postfix","stretchy":"false"},")"]]]]]],
    ["math",{"display":"block"},["mrow",{},["mi",{},"φ"],["mrow",{},["mo",{"fence":"true","form":"prefix","stretchy":"false"},"("],["mi",{},"x"],["mo",{"fence":"true","form":"postfix","stretchy":"false"},")"]],["mo",{},"="],["mrow",{},["mi",{},"tanh"],["mo",{},"⁡"]],["mrow",{},["mo",{"fence":"true","form":"prefix","stretchy":"false"},"("],["mi",{},"α"],["mi",{},"x"],["mo",{"fence":"true","form":"postfix","stretchy":"false"},")"]]]],
  ],
};
