"""CloudFormation: creates the resources of our template in the emulator. moto cannot load a SAM template."""
