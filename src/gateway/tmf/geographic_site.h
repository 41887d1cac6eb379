// SPDX-License-Identifier: Apache-2.0
// TMF674 Geographic Site Management v4: the key sites. They come by import; here they are read, and
// their hub tells of them. What an attribute is to a site stands in docs/tmforum.md.
#pragma once

#include <memory>

#include "gateway/tmf/resource.h"

namespace lifeline::tmf {

inline constexpr const char* geographic_site_api = "/tmf-api/geographicSiteManagement/v4";
inline constexpr const char* geographic_site_path =
    "/tmf-api/geographicSiteManagement/v4/geographicSite/";

std::shared_ptr<const Resource> geographic_site();

}  // namespace lifeline::tmf
