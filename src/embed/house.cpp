// SPDX-License-Identifier: MIT
#include "embed/house.h"

#include "jit/jit.h"
#include "modules/modules.h"

namespace eider::embed {

runtime::Config house_config() {
  runtime::Config config;
  config.native_modules = modules::kNativeModules;
  config.install_sys = modules::install_sys;
  config.start_streams = modules::start_streams;
  config.flush_streams = modules::flush_streams;
  config.install_jit = jit::install_jit;
  config.jit_available = jit::available();
  config.close_modules = modules::close_modules;
  return config;
}

}  // namespace eider::embed
