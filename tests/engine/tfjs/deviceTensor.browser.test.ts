import { describeDeviceTensors } from './deviceTensors';

describeDeviceTensors('webgl');
