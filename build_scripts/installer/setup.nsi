; The setup for Windows: for the person who runs it, without administrator rights. windows.py defines VERSION, NUMBERS,
; SOURCE, TARGET, ICON, SIZE, OLDEST_BUILD and COMPRESSION.
;
;   setup.exe /S               install or upgrade silently
;   Uninstall.exe /S           uninstall silently; inventories stay
;
; Exit status: 0 done, 1 cancelled, 3 damaged (NSIS checks itself), 4 Windows is too old, 5 a newer edition is
; installed, 6 the program is running, 7 a file could not be written.

Unicode true
Target amd64-unicode
!if "${COMPRESSION}" == "lzma"
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!else
  SetCompressor /SOLID zlib
!endif
CRCCheck force
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS all

!include "MUI2.nsh"
!include "LogicLib.nsh"
!include "WinVer.nsh"
!include "WordFunc.nsh"
!include "FileFunc.nsh"

!define NAME "CarbonDesk"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\CarbonDesk"
!define KIND "CarbonDesk.Inventory"

Name "${NAME} ${VERSION}"
OutFile "${TARGET}"
InstallDir "$LOCALAPPDATA\Programs\CarbonDesk"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${NUMBERS}"
VIAddVersionKey /LANG=0 "ProductName" "${NAME}"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "FileDescription" "${NAME} setup"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "LegalCopyright" "Apache-2.0"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\CarbonDesk.exe"
!define MUI_LANGDLL_ALLLANGUAGES
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "SimpChinese"

LangString OLD_WINDOWS ${LANG_ENGLISH} "CarbonDesk needs Windows 10 or newer, 64 bits. Nothing was installed."
LangString OLD_WINDOWS ${LANG_SIMPCHINESE} "CarbonDesk 需要 64 位 Windows 10 或更高版本。未安装任何内容。"
LangString NEWER ${LANG_ENGLISH} "CarbonDesk $1 is installed, which is newer than ${VERSION} in this setup. Nothing was changed. An older edition may not open what a newer one has saved; to go back all the same, uninstall first."
LangString NEWER ${LANG_SIMPCHINESE} "已安装的 CarbonDesk $1 比此安装程序中的 ${VERSION} 更新，未作任何更改。旧版本可能无法打开新版本保存的文件；如确需退回，请先卸载。"
LangString RUNNING ${LANG_ENGLISH} "CarbonDesk is running. Close it, then start again."
LangString RUNNING ${LANG_SIMPCHINESE} "CarbonDesk 正在运行。请先关闭它，然后重试。"
LangString UNWRITTEN ${LANG_ENGLISH} "A file could not be written. Is the disk full, or the folder protected?"
LangString UNWRITTEN ${LANG_SIMPCHINESE} "有文件无法写入。磁盘是否已满，或文件夹受保护？"
LangString KIND_NAME ${LANG_ENGLISH} "CarbonDesk inventory"
LangString KIND_NAME ${LANG_SIMPCHINESE} "CarbonDesk 清单"

!macro Refuse STATUS TEXT
  MessageBox MB_ICONSTOP "${TEXT}" /SD IDOK
  SetErrorLevel ${STATUS}
  Quit
!macroend

; A running program holds its own file: it cannot be opened for writing then.
!macro RefuseRunning
  ${If} ${FileExists} "$INSTDIR\CarbonDesk.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\CarbonDesk.exe" a
    ${If} ${Errors}
      !insertmacro Refuse 6 "$(RUNNING)"
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

Function .onInit
  SetRegView 64
  ${IfNot} ${AtLeastWin10}
    !insertmacro Refuse 4 "$(OLD_WINDOWS)"
  ${EndIf}
  ReadRegStr $2 HKLM "SOFTWARE\Microsoft\Windows NT\CurrentVersion" "CurrentBuildNumber"
  ${If} $2 < ${OLDEST_BUILD}
    !insertmacro Refuse 4 "$(OLD_WINDOWS)"
  ${EndIf}
  ReadRegStr $1 HKCU "${UNINSTALL}" "DisplayVersion"
  ${If} $1 != ""
    ${VersionCompare} "$1" "${VERSION}" $0
    ${If} $0 == 1
      !insertmacro Refuse 5 "$(NEWER)"
    ${EndIf}
  ${EndIf}
  !insertmacro RefuseRunning
FunctionEnd

Section "CarbonDesk"
  SetShellVarContext current
  ; The new edition lands beside the old one and takes its place when all of it is there.
  RMDir /r "$INSTDIR.new"
  SetOutPath "$INSTDIR.new"
  ClearErrors
  File /r "${SOURCE}/*.*"
  ${If} ${Errors}
    SetOutPath "$TEMP"
    RMDir /r "$INSTDIR.new"
    !insertmacro Refuse 7 "$(UNWRITTEN)"
  ${EndIf}
  SetOutPath "$TEMP"
  RMDir /r "$INSTDIR.old"
  ClearErrors
  ${If} ${FileExists} "$INSTDIR\*.*"
    Rename "$INSTDIR" "$INSTDIR.old"
  ${EndIf}
  Rename "$INSTDIR.new" "$INSTDIR"
  ${If} ${Errors}
    Rename "$INSTDIR.old" "$INSTDIR"
    RMDir /r "$INSTDIR.new"
    !insertmacro Refuse 7 "$(UNWRITTEN)"
  ${EndIf}
  RMDir /r "$INSTDIR.old"
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\Uninstall.exe"

  CreateShortcut "$SMPROGRAMS\CarbonDesk.lnk" "$INSTDIR\CarbonDesk.exe"
  WriteRegStr HKCU "Software\Classes\.cdesk" "" "${KIND}"
  WriteRegStr HKCU "Software\Classes\.cdesk" "Content Type" "application/vnd.carbondesk.inventory"
  WriteRegStr HKCU "Software\Classes\.cdesk\OpenWithProgids" "${KIND}" ""
  WriteRegStr HKCU "Software\Classes\${KIND}" "" "$(KIND_NAME)"
  WriteRegStr HKCU "Software\Classes\${KIND}\DefaultIcon" "" "$INSTDIR\CarbonDesk.exe,0"
  WriteRegStr HKCU "Software\Classes\${KIND}\shell\open\command" "" '"$INSTDIR\CarbonDesk.exe" "%1"'
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'

  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\CarbonDesk.exe"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The CarbonDesk contributors"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\Uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\Uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${SIZE}
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
SectionEnd

Function un.onInit
  SetRegView 64
  !insertmacro RefuseRunning
FunctionEnd

; Settings and logs go, every inventory (*.cdesk) stays: the sample beside the settings and the daily copies.
Section "Uninstall"
  SetShellVarContext current
  Delete "$LOCALAPPDATA\CarbonDesk\settings.json"
  Delete "$LOCALAPPDATA\CarbonDesk\settings.damaged.json"
  RMDir /r "$LOCALAPPDATA\CarbonDesk\Logs"
  RMDir /r "$LOCALAPPDATA\CarbonDesk\Cache"
  RMDir "$LOCALAPPDATA\CarbonDesk\sample"
  RMDir "$LOCALAPPDATA\CarbonDesk\backups"
  RMDir "$LOCALAPPDATA\CarbonDesk"
  Delete "$SMPROGRAMS\CarbonDesk.lnk"
  DeleteRegKey HKCU "Software\Classes\${KIND}"
  DeleteRegValue HKCU "Software\Classes\.cdesk\OpenWithProgids" "${KIND}"
  ReadRegStr $0 HKCU "Software\Classes\.cdesk" ""
  ${If} $0 == "${KIND}"
    DeleteRegKey HKCU "Software\Classes\.cdesk"
  ${EndIf}
  DeleteRegKey HKCU "${UNINSTALL}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
  SetOutPath "$TEMP"
  RMDir /r "$INSTDIR"
SectionEnd
