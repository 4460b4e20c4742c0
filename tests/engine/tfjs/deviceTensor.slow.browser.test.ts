import { describeDeviceTensors } from './deviceTensors';

// wasm and WebGPU have `wasm/wasmBackend` and `webgpu/compiledBackend` in `npm test`; TensorFlow.js on WebGPU is the yardstick.
describeDeviceTensors('wasm');
describeDeviceTensors('webgpu');
describeDeviceTensors('webgpu-eager');
